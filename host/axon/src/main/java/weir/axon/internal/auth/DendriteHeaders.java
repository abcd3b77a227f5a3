package weir.axon.internal.auth;

import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/**
 * The headers of a dendrite (SDK 10 and before). They are not trusted before the signature is verified.
 *
 * @param hotkey the sender's ss58 address, as claimed
 * @param nonce the sender's clock, ns since the epoch
 * @param uuid the sender's process; the nonces of one process rise
 * @param signature 64 bytes over {@link #payload}
 */
record DendriteHeaders(String hotkey, long nonce, String uuid, byte[] signature) {

    private static final int MAX_UUID_LENGTH = 64;

    /** @throws HttpError 401 for a missing header, 400 for one that is invalid */
    static DendriteHeaders read(UnaryOperator<String> headers) throws HttpError {
        String hotkey = required(headers, HeaderNames.DENDRITE_HOTKEY, "Missing hotkey");
        String nonce = required(headers, HeaderNames.DENDRITE_NONCE, "Missing Nonce");
        String uuid = required(headers, HeaderNames.DENDRITE_UUID, "Missing uuid");
        String signature = required(headers, HeaderNames.DENDRITE_SIGNATURE, "Missing signature");
        if (!SigningPayload.BODY_HASH.equals(headers.apply(HeaderNames.BODY_HASH))) {
            throw HttpError.badRequest(HeaderNames.BODY_HASH, "must be " + SigningPayload.BODY_HASH);
        }
        if (uuid.length() > MAX_UUID_LENGTH) {
            throw HttpError.badRequest(HeaderNames.DENDRITE_UUID, "is longer than " + MAX_UUID_LENGTH + " characters");
        }
        byte[] bytes = SigningPayload.parseSignature(signature)
                .orElseThrow(() ->
                        HttpError.notVerified("Invalid signature format. Expected 0x and 128 hexadecimal digits."));
        return new DendriteHeaders(hotkey, ReplayGuard.parse(HeaderNames.DENDRITE_NONCE, nonce), uuid, bytes);
    }

    /**
     * What has to be signed.
     *
     * @param receiver own hotkey, whatever the request says it is
     */
    byte[] payload(String receiver) {
        return SigningPayload.dendrite(nonce, hotkey, receiver, uuid);
    }

    private static String required(UnaryOperator<String> headers, String name, String error) throws HttpError {
        String value = headers.apply(name);
        if (value == null || value.isEmpty()) {
            throw HttpError.notVerified(error);
        }
        return value;
    }
}
