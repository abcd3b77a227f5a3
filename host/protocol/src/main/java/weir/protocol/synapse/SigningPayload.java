package weir.protocol.synapse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import weir.protocol.Sr25519;

/** What a client signs, and how a signature is written in a header. Stateless. */
public final class SigningPayload {

    /** SHA3-256 of nothing: neither synapse has {@code required_hash_fields}. */
    public static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /** The version of {@code btauth} in {@link HeaderNames#BTAUTH_VERSION}. */
    public static final String BTAUTH_VERSION = "1";

    /** The only signature scheme supported: a client that could choose another could downgrade. */
    public static final String CRYPTO = "sr25519";

    private static final String NO_RECEIVER = "-";
    private static final String PREFIX = "0x";
    private static final int HEX_LENGTH = PREFIX.length() + 2 * Sr25519.SIGNATURE_LENGTH;

    private SigningPayload() {}

    /**
     * The payload of a dendrite. It does not cover the body.
     *
     * @param nonce the client's clock, ns since the epoch
     * @param hotkey the client's ss58 address
     * @param receiver the axon's ss58 address
     * @param uuid identifies the client's process
     */
    public static byte[] dendrite(long nonce, String hotkey, String receiver, String uuid) {
        return (nonce + "." + hotkey + "." + receiver + "." + uuid + "." + BODY_HASH).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The payload of {@code btauth/1}.
     *
     * @param method HTTP method
     * @param target path and query as sent, not decoded
     * @param body the whole body
     * @param nonce the client's clock, ns since the epoch
     * @param hotkey the client's ss58 address
     * @param receiver the axon's ss58 address, or {@code null} for none
     */
    public static byte[] btauth(String method, String target, byte[] body, long nonce, String hotkey, String receiver) {
        return String.join(
                        "\n",
                        "btauth/" + BTAUTH_VERSION,
                        CRYPTO,
                        method,
                        target,
                        HexFormat.of().formatHex(sha256(body)),
                        Long.toString(nonce),
                        hotkey,
                        receiver == null ? NO_RECEIVER : receiver)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a signature as a header value: {@code 0x} and 128 hexadecimal digits. */
    public static String formatSignature(byte[] signature) {
        return PREFIX + HexFormat.of().formatHex(signature);
    }

    /** Reads a signature from a header value; empty if it has another form. */
    public static Optional<byte[]> parseSignature(String text) {
        if (text.length() != HEX_LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(text, PREFIX.length(), HEX_LENGTH));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
