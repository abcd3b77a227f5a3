package weir.axon.internal.auth;

import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/**
 * The headers of a dendrite, the HTTP client of Bittensor SDK 10 and before. They are not trusted before the signature is
 * verified. The signature does not cover the body.
 *
 * @param hotkey the ss58 address that the sender claims to have
 * @param nonce the sender's clock, ns since the epoch
 * @param uuid identifies the sender's process, whose nonces increase
 * @param signature 64 bytes over {@link #signedPayload}
 */
record DendriteHeaders(String hotkey, long nonce, String uuid, byte[] signature) {

    private static final int MAX_UUID_CHARS = 64;

    /** @throws HttpError 401 for a missing header, 400 for one that is invalid */
    static DendriteHeaders parse(UnaryOperator<String> headers) throws HttpError {
        String hotkey = required(headers, HeaderNames.DENDRITE_HOTKEY, "Missing hotkey");
        String nonce = required(headers, HeaderNames.DENDRITE_NONCE, "Missing Nonce");
        String uuid = required(headers, HeaderNames.DENDRITE_UUID, "Missing uuid");
        String signature = required(headers, HeaderNames.DENDRITE_SIGNATURE, "Missing signature");
        if (!SigningPayload.BODY_HASH.equals(headers.apply(HeaderNames.BODY_HASH))) {
            throw HttpError.badRequest(HeaderNames.BODY_HASH, "must be " + SigningPayload.BODY_HASH);
        }
        if (uuid.length() > MAX_UUID_CHARS) {
            throw HttpError.badRequest(HeaderNames.DENDRITE_UUID, "is longer than " + MAX_UUID_CHARS + " characters");
        }
        byte[] signatureBytes = SigningPayload.parseSignature(signature)
                .orElseThrow(() -> HttpError.notVerified("Invalid signature format. Expected 128 hexadecimal digits."));
        return new DendriteHeaders(
                hotkey, ReplayGuard.parseNonce(HeaderNames.DENDRITE_NONCE, nonce), uuid, signatureBytes);
    }

    /**
     * Returns the bytes that the sender had to sign.
     *
     * @param receiver ss58 address of this axon's hotkey; the receiver in the headers is ignored
     */
    byte[] signedPayload(String receiver) {
        return SigningPayload.dendrite(nonce, hotkey, receiver, uuid);
    }

    /** Returns a header. @throws HttpError 401 with the given error if the header is missing or empty */
    static String required(UnaryOperator<String> headers, String name, String error) throws HttpError {
        String value = headers.apply(name);
        if (value == null || value.isEmpty()) {
            throw HttpError.notVerified(error);
        }
        return value;
    }
}
