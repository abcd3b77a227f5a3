package weir.protocol;

import java.util.Arrays;

/**
 * The 32 bytes of an sr25519 public key, which identify a hotkey (signs requests) or a coldkey (owns the tokens). Immutable, equal by
 * content. Creation does not check that the bytes are a curve point, which takes ten microseconds; {@link Sr25519#verify} does.
 */
public final class PublicKey {
    private static final int LENGTH_BYTES = 32;

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
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + bytes.length);
        }
        return new PublicKey(bytes.clone());
    }

    /**
     * Parses an ss58 address (Bittensor's text form of a public key) with the prefix 42.
     *
     * @throws IllegalArgumentException with the reason, for example a wrong checksum
     */
    public static PublicKey ofSs58(String address) {
        return Ss58.decode(address);
    }

    /** Returns the ss58 address with Bittensor's prefix 42. */
    public String ss58() {
        return Ss58.encode(this);
    }

    /** Returns a copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return ss58();
    }
}
