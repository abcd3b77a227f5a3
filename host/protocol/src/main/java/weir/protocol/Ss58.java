package weir.protocol;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import weir.protocol.internal.Base58;

/**
 * Converts between 32-byte public keys and their ss58 addresses: {@code base58(prefix || key || checksum)}, where the checksum is the first two
 * bytes of {@code blake2b-512("SS58PRE" || prefix || key)}. Source: Substrate's SS58 registry and
 * {@code sp_core::crypto::Ss58Codec}. Bittensor uses the prefix 42. Stateless and thread-safe.
 */
public final class Ss58 {
    /** Prefix of Bittensor and of Substrate chains without a prefix of their own. */
    public static final int BITTENSOR = 42;

    private static final byte[] CHECKSUM_CONTEXT = {'S', 'S', '5', '8', 'P', 'R', 'E'};
    private static final int KEY_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 2;
    private static final int MAX_LENGTH = 51;
    private static final int MAX_SHOWN = 8;

    private Ss58() {}

    /** The address of a key with the prefix 42. */
    public static String encode(PublicKey key) {
        return encode(key, BITTENSOR);
    }

    /**
     * The address of a key with a given prefix.
     *
     * @param prefix 0 to 16383
     */
    public static String encode(PublicKey key, int prefix) {
        byte[] head = head(prefix);
        byte[] all = Arrays.copyOf(head, head.length + KEY_LENGTH + CHECKSUM_LENGTH);
        System.arraycopy(key.bytes(), 0, all, head.length, KEY_LENGTH);
        int body = all.length - CHECKSUM_LENGTH;
        System.arraycopy(checksum(all, body), 0, all, body, CHECKSUM_LENGTH);
        return Base58.encode(all);
    }

    /**
     * Parses an address with the prefix 42.
     *
     * @throws IllegalArgumentException with the reason: a character, the length, the prefix or the checksum
     */
    public static PublicKey decode(String address) {
        return decode(address, BITTENSOR);
    }

    /**
     * Parses an address of the network with the given prefix.
     *
     * @throws IllegalArgumentException with the reason: a character, the length, the prefix or the checksum
     */
    public static PublicKey decode(String address, int prefix) {
        if (address.length() > MAX_LENGTH) {
            throw invalid(address, "it has " + address.length() + " characters, more than any address");
        }
        byte[] all;
        try {
            all = Base58.decode(address);
        } catch (IllegalArgumentException e) {
            throw invalid(address, e.getMessage());
        }
        byte[] head = head(prefix);
        int headLength = all.length > 0 && (all[0] & 0x40) != 0 ? 2 : 1;
        if (all.length != headLength + KEY_LENGTH + CHECKSUM_LENGTH) {
            throw invalid(
                    address,
                    "it has " + all.length + " bytes, not 35 (or 36 with a long prefix); copy the whole address");
        }
        int body = all.length - CHECKSUM_LENGTH;
        if (!Arrays.equals(checksum(all, body), Arrays.copyOfRange(all, body, all.length))) {
            throw invalid(address, "its checksum does not match; check each character");
        }
        if (!Arrays.equals(head, Arrays.copyOf(all, headLength))) {
            throw invalid(
                    address, "its prefix is " + prefix(all) + ", not " + prefix + "; it belongs to another network");
        }
        return PublicKey.of(Arrays.copyOfRange(all, headLength, body));
    }

    /** One byte for prefixes below 64, else two bytes with fourteen bits in the order of SS58, marked with 01. */
    private static byte[] head(int prefix) {
        if (prefix < 0 || prefix > 16383) {
            throw new IllegalArgumentException("an ss58 prefix is 0 to 16383, not " + prefix);
        }
        if (prefix < 64) {
            return new byte[] {(byte) prefix};
        }
        return new byte[] {(byte) (prefix >> 2 & 0x3f | 0x40), (byte) (prefix >> 8 | (prefix & 3) << 6)};
    }

    private static int prefix(byte[] all) {
        return (all[0] & 0x40) == 0
                ? all[0] & 0xff
                : (all[0] & 0x3f) << 2 | (all[1] & 0xff) >> 6 | (all[1] & 0x3f) << 8;
    }

    private static byte[] checksum(byte[] all, int length) {
        Blake2bDigest digest = new Blake2bDigest(512);
        digest.update(CHECKSUM_CONTEXT, 0, CHECKSUM_CONTEXT.length);
        digest.update(all, 0, length);
        byte[] hash = new byte[64];
        digest.doFinal(hash, 0);
        return Arrays.copyOf(hash, CHECKSUM_LENGTH);
    }

    private static IllegalArgumentException invalid(String address, String reason) {
        // Only the first characters: a seed or a mnemonic that was pasted by mistake must not appear in a log.
        String shown = address.length() > MAX_SHOWN ? address.substring(0, MAX_SHOWN) + "…" : address;
        return new IllegalArgumentException("\"" + shown + "\" is not an ss58 address: " + reason);
    }
}
