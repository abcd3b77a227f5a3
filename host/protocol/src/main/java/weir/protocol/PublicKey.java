package weir.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 32 bytes of an sr25519 public key, which identify a hotkey or a coldkey. Immutable and equal by content. The constructor
 * does not check that the bytes are a curve point, which takes ten microseconds; {@link Sr25519#verify} does.
 */
public final class PublicKey {
    private static final int LENGTH = 32;

    private final byte[] bytes;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the key with these 32 bytes; the array is copied.
     *
     * @throws IllegalArgumentException if the length is not 32
     */
    public static PublicKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + bytes.length);
        }
        return new PublicKey(bytes.clone());
    }

    /**
     * Parses an ss58 address with Bittensor's prefix 42.
     *
     * @throws IllegalArgumentException with the reason, for example a wrong checksum
     */
    public static PublicKey ofSs58(String address) {
        return Ss58.decode(address);
    }

    /** The ss58 address with Bittensor's prefix 42. */
    public String ss58() {
        return Ss58.encode(this);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@code 0x} and 64 hexadecimal digits in lower case, the form of key files and the chain. */
    public String hex() {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The ss58 address. */
    @Override
    public String toString() {
        return ss58();
    }
}
