package weir.protocol.synapse;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import weir.base.Sha256;
import weir.protocol.Sr25519;

/** Builds the bytes that a client signs, and formats and parses signatures in headers. Stateless. */
public final class SigningPayload {

    /** SHA3-256 of zero bytes. Bittensor hashes a synapse's {@code required_hash_fields}, and neither synapse has any. */
    public static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /** Value of {@link HeaderNames#BTAUTH_VERSION}. */
    public static final String BTAUTH_VERSION = "1";

    /** The only signature scheme, so that an attacker cannot choose a weaker one. */
    public static final String SIGNATURE_SCHEME = "sr25519";

    private static final String MISSING_RECEIVER = "-";
    private static final String HEX_PREFIX = "0x";
    private static final int SIGNATURE_DIGITS = 2 * Sr25519.SIGNATURE_BYTES;

    private SigningPayload() {}

    /**
     * Returns the bytes that a dendrite (the HTTP client of SDK 10 and before) signs. They do not cover the body.
     *
     * @param nonce the client's clock, ns since the epoch
     * @param hotkey the client's ss58 address
     * @param receiver the ss58 address of the axon, the miner's server
     * @param uuid identifies the client's process
     */
    public static byte[] dendrite(long nonce, String hotkey, String receiver, String uuid) {
        return (nonce + "." + hotkey + "." + receiver + "." + uuid + "." + BODY_HASH).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the bytes that a client of {@code btauth/1} (SDK 11) signs. They cover the body.
     *
     * @param method HTTP method
     * @param target path and query string as sent, not decoded
     * @param body the whole body
     * @param nonce the client's clock, ns since the epoch
     * @param hotkey the client's ss58 address
     * @param receiver the axon's ss58 address, or {@code null} for none
     */
    public static byte[] btauth(String method, String target, byte[] body, long nonce, String hotkey, String receiver) {
        return String.join(
                        "\n",
                        "btauth/" + BTAUTH_VERSION,
                        SIGNATURE_SCHEME,
                        method,
                        target,
                        Sha256.of(body),
                        Long.toString(nonce),
                        hotkey,
                        receiver == null ? MISSING_RECEIVER : receiver)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the header value of a signature: {@code 0x} and 128 hexadecimal digits. */
    public static String formatSignature(byte[] signature) {
        return HEX_PREFIX + HexFormat.of().formatHex(signature);
    }

    /** Parses the header value of a signature, with or without {@code 0x}, as both SDKs do; empty if it is malformed. */
    public static Optional<byte[]> parseSignature(String text) {
        int start = text.startsWith(HEX_PREFIX) ? HEX_PREFIX.length() : 0;
        if (text.length() != start + SIGNATURE_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(text, start, text.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
