package weir.protocol;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import weir.protocol.internal.Base58;

/**
 * Converts between public keys and ss58 addresses: {@code base58(prefix || key || checksum)}, where the checksum is the first two
 * bytes of {@code blake2b-512("SS58PRE" || prefix || key)}. Source: Substrate's SS58 registry and
 * {@code sp_core::crypto::Ss58Codec}. Bittensor uses the prefix 42. Stateless and thread-safe.
 */
public final class Ss58 {
    /** The prefix of Bittensor, and of Substrate chains that have registered none. */
    public static final int BITTENSOR_PREFIX = 42;

    private static final byte[] CHECKSUM_CONTEXT = {'S', 'S', '5', '8', 'P', 'R', 'E'};
    private static final int KEY_BYTES = 32;
    private static final int CHECKSUM_BYTES = 2;
    private static final int MAX_ADDRESS_CHARS = 51;
    private static final int MAX_SHOWN_CHARS = 8;

    private Ss58() {}

    /** Returns the address of a key with the prefix 42. */
    public static String encode(PublicKey key) {
        return encode(key, BITTENSOR_PREFIX);
    }

    /**
     * Returns the address of a key with a given prefix.
     *
     * @param prefix 0 to 16383
     */
    public static String encode(PublicKey key, int prefix) {
        byte[] encodedPrefix = encodePrefix(prefix);
        byte[] encoded = Arrays.copyOf(encodedPrefix, encodedPrefix.length + KEY_BYTES + CHECKSUM_BYTES);
        System.arraycopy(key.bytes(), 0, encoded, encodedPrefix.length, KEY_BYTES);
        int checksumStart = encoded.length - CHECKSUM_BYTES;
        System.arraycopy(checksum(encoded, checksumStart), 0, encoded, checksumStart, CHECKSUM_BYTES);
        return Base58.encode(encoded);
    }

    /**
     * Parses an address with the prefix 42.
     *
     * @throws IllegalArgumentException if a character, the length, the prefix or the checksum is wrong
     */
    public static PublicKey decode(String address) {
        return decode(address, BITTENSOR_PREFIX);
    }

    /**
     * Parses an address of the network with the given prefix.
     *
     * @throws IllegalArgumentException if a character, the length, the prefix or the checksum is wrong
     */
    public static PublicKey decode(String address, int prefix) {
        if (address.length() > MAX_ADDRESS_CHARS) {
            throw invalid(address, "it has " + address.length() + " characters, more than an address can have");
        }
        byte[] encoded;
        try {
            encoded = Base58.decode(address);
        } catch (IllegalArgumentException e) {
            throw invalid(address, e.getMessage());
        }
        byte[] encodedPrefix = encodePrefix(prefix);
        int prefixBytes = encoded.length > 0 && (encoded[0] & 0x40) != 0 ? 2 : 1;
        if (encoded.length != prefixBytes + KEY_BYTES + CHECKSUM_BYTES) {
            throw invalid(
                    address,
                    "it has " + encoded.length + " bytes, not 35 (or 36 with a long prefix); copy the whole address");
        }
        int checksumStart = encoded.length - CHECKSUM_BYTES;
        if (!Arrays.equals(
                checksum(encoded, checksumStart), Arrays.copyOfRange(encoded, checksumStart, encoded.length))) {
            throw invalid(address, "its checksum does not match; check each character");
        }
        if (!Arrays.equals(encodedPrefix, Arrays.copyOf(encoded, prefixBytes))) {
            throw invalid(
                    address,
                    "its prefix is " + decodePrefix(encoded) + ", not " + prefix + "; it belongs to another network");
        }
        return PublicKey.of(Arrays.copyOfRange(encoded, prefixBytes, checksumStart));
    }

    /** Returns one byte for a prefix below 64, otherwise two bytes: the bits 01, then fourteen bits in the order of SS58. */
    private static byte[] encodePrefix(int prefix) {
        if (prefix < 0 || prefix > 16383) {
            throw new IllegalArgumentException("an ss58 prefix is 0 to 16383, not " + prefix);
        }
        if (prefix < 64) {
            return new byte[] {(byte) prefix};
        }
        return new byte[] {(byte) (prefix >> 2 & 0x3f | 0x40), (byte) (prefix >> 8 | (prefix & 3) << 6)};
    }

    private static int decodePrefix(byte[] encoded) {
        return (encoded[0] & 0x40) == 0
                ? encoded[0] & 0xff
                : (encoded[0] & 0x3f) << 2 | (encoded[1] & 0xff) >> 6 | (encoded[1] & 0x3f) << 8;
    }

    private static byte[] checksum(byte[] encoded, int length) {
        Blake2bDigest digest = new Blake2bDigest(512);
        digest.update(CHECKSUM_CONTEXT, 0, CHECKSUM_CONTEXT.length);
        digest.update(encoded, 0, length);
        byte[] hash = new byte[64];
        digest.doFinal(hash, 0);
        return Arrays.copyOf(hash, CHECKSUM_BYTES);
    }

    private static IllegalArgumentException invalid(String address, String reason) {
        // Shows the first characters only, because a seed or mnemonic pasted by mistake must not appear in a log.
        String shown = address.length() > MAX_SHOWN_CHARS ? address.substring(0, MAX_SHOWN_CHARS) + "…" : address;
        return new IllegalArgumentException("\"" + shown + "\" is not an ss58 address: " + reason);
    }
}
