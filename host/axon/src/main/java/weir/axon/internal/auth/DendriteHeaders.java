package weir.axon.internal.auth;

import java.nio.charset.StandardCharsets;
import weir.axon.internal.HttpError;

/**
 * What a dendrite (SDK 10 and before) says of itself. Nothing of it is trusted before the signature is verified.
 *
 * @param hotkey who it claims to be
 * @param nonce its clock, ns since the epoch
 * @param uuid the process that asks; nonces of one process rise
 * @param signature 64 bytes over {@link #message}
 */
public record DendriteHeaders(String hotkey, long nonce, String uuid, byte[] signature) {

    /** SHA3-256 of nothing: RebalanceQuery and Synapse have no {@code required_hash_fields}. */
    static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    private static final int MAX_UUID_LENGTH = 64;

    /** @throws HttpError 401 for what is missing, 400 for what cannot be read */
    static DendriteHeaders read(RequestHeaders headers) throws HttpError {
        String hotkey = required(headers, "bt_header_dendrite_hotkey", "Missing hotkey");
        String nonce = required(headers, "bt_header_dendrite_nonce", "Missing Nonce");
        String uuid = required(headers, "bt_header_dendrite_uuid", "Missing uuid");
        String signature = required(headers, "bt_header_dendrite_signature", "Missing signature");
        if (!BODY_HASH.equals(headers.get("computed_body_hash"))) {
            throw HttpError.badRequest("computed_body_hash", "must be " + BODY_HASH);
        }
        if (uuid.length() > MAX_UUID_LENGTH) {
            throw HttpError.badRequest("bt_header_dendrite_uuid", "is longer than " + MAX_UUID_LENGTH + " characters");
        }
        byte[] bytes = SignatureHex.parse(signature);
        if (bytes == null) {
            throw HttpError.notVerified("Invalid signature format. Expected 0x and 128 hexadecimal digits.");
        }
        return new DendriteHeaders(hotkey, ReplayGuard.parse("bt_header_dendrite_nonce", nonce), uuid, bytes);
    }

    /**
     * What has to be signed.
     *
     * @param receiver the axon's own hotkey, whatever the request says it is
     */
    byte[] message(String receiver) {
        return (nonce + "." + hotkey + "." + receiver + "." + uuid + "." + BODY_HASH).getBytes(StandardCharsets.UTF_8);
    }

    private static String required(RequestHeaders headers, String name, String error) throws HttpError {
        String value = headers.get(name);
        if (value == null || value.isEmpty()) {
            throw HttpError.notVerified(error);
        }
        return value;
    }
}
