package weir.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 32 bytes of an sr25519 public key: what a hotkey or a coldkey is known by. A value: equal by content, immutable,
 * safe to share and to use as a map key. Whether the bytes are a curve point is not checked here (that costs ten
 * microseconds); {@link Sr25519#verify} accepts nothing from a key that is not.
 */
public final class PublicKey {
    private static final int LENGTH = 32;

    private final byte[] bytes;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key of 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException for another length
     */
    public static PublicKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + bytes.length);
        }
        return new PublicKey(bytes.clone());
    }

    /**
     * The key of an ss58 address with Bittensor's prefix 42.
     *
     * @throws IllegalArgumentException saying what is wrong with the address
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

    /** {@code 0x} and 64 lower-case digits, as key files and the chain write it. */
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
