package weir.axon.internal.access;

import weir.axon.internal.wire.Refusal;

/** Status 403 in the reference's words. */
final class Forbidden extends Refusal {

    Forbidden(String reason) {
        super(403, "Forbidden. Key is blacklisted: " + reason + ".");
    }
}
