package weir.axon.internal.access;

import weir.axon.internal.wire.Refusal;

/** Status 401 in the reference's words. Never repeats the signature or the signed message. */
final class NotVerified extends Refusal {

    NotVerified(String error) {
        super(401, "Not Verified with error: " + error);
    }
}
