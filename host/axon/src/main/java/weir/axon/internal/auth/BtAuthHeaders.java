package weir.axon.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import weir.axon.internal.HttpError;

/**
 * What a client of SDK 11 says of itself, {@code btauth/1}. Unlike a dendrite's, its signature covers the body.
 *
 * @param hotkey who it claims to be
 * @param receiver whom it means to ask; {@code null} where it does not say
 * @param nonce its clock, ns since the epoch
 * @param signature 64 bytes over {@link #message}
 */
record BtAuthHeaders(String hotkey, String receiver, long nonce, byte[] signature) {

    /** The one scheme that is accepted: a client that could choose could downgrade. */
    private static final String SCHEME = "sr25519";

    static final String VERSION = "X-Bittensor-Version";

    /** @throws HttpError 401, {@code MalformedAuth}, for anything that is not the shape of the protocol */
    static BtAuthHeaders read(RequestHeaders headers) throws HttpError {
        if (!"1".equals(headers.get(VERSION))) {
            throw malformed(VERSION + " must be 1");
        }
        String crypto = headers.get("X-Bittensor-Crypto");
        if (crypto != null && !crypto.equals(SCHEME)) {
            throw malformed("X-Bittensor-Crypto must be " + SCHEME);
        }
        String hotkey = required(headers, "X-Bittensor-Hotkey");
        String nonce = required(headers, "X-Bittensor-Nonce");
        byte[] signature = SignatureHex.parse(required(headers, "X-Bittensor-Signature"));
        if (signature == null) {
            throw malformed("X-Bittensor-Signature must be 0x and 128 hexadecimal digits");
        }
        return new BtAuthHeaders(
                hotkey, headers.get("X-Bittensor-Receiver"), ReplayGuard.parse("X-Bittensor-Nonce", nonce), signature);
    }

    /**
     * What has to be signed.
     *
     * @param method HTTP method
     * @param target path and query as they were sent, nothing decoded
     * @param body the whole body
     */
    byte[] message(String method, String target, byte[] body) {
        return String.join(
                        "\n",
                        "btauth/1",
                        SCHEME,
                        method,
                        target,
                        HexFormat.of().formatHex(sha256(body)),
                        Long.toString(nonce),
                        hotkey,
                        receiver == null ? "-" : receiver)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String required(RequestHeaders headers, String name) throws HttpError {
        String value = headers.get(name);
        if (value == null || value.isEmpty()) {
            throw malformed(name + " is missing");
        }
        return value;
    }

    private static HttpError malformed(String what) {
        return HttpError.notVerified("MalformedAuth: " + what);
    }
}
