package weir.keys.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * One step of a Substrate derivation path, {@code //hard} or {@code /soft} (sp_core {@code DeriveJunction}).
 *
 * @param hard whether the private key is needed to derive the child's public key
 * @param chainCode 32 bytes: the number as little-endian u64 or the SCALE-encoded text; hashed if it is longer than 32 bytes
 */
public record Junction(boolean hard, byte[] chainCode) {
    private static final int MAX_STEP_BYTES = 255;

    /**
     * Parses a path such as {@code //Alice/0}.
     *
     * @throws IllegalArgumentException if a step is empty or too long, or the path does not begin with a slash
     */
    public static List<Junction> parsePath(String path) {
        List<Junction> junctions = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            boolean hard = path.startsWith("//", at);
            int from = at + (hard ? 2 : 1);
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if (path.charAt(at) != '/' || from >= to) {
                throw new IllegalArgumentException("a derivation path consists of /soft and //hard steps; character "
                        + (at + 1) + " begins neither");
            }
            junctions.add(new Junction(hard, chainCode(path.substring(from, to))));
            at = to;
        }
        return junctions;
    }

    private static byte[] chainCode(String step) {
        byte[] encoded = step.matches("[0-9]{1,20}") ? encodeNumber(step) : encodeText(step);
        if (encoded.length <= 32) {
            return Arrays.copyOf(encoded, 32);
        }
        Blake2bDigest digest = new Blake2bDigest(256);
        digest.update(encoded, 0, encoded.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }

    private static byte[] encodeNumber(String digits) {
        long value;
        try {
            value = Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return encodeText(digits); // larger than u64: Substrate treats it as text
        }
        byte[] little = new byte[8];
        for (int i = 0; i < 8; i++) {
            little[i] = (byte) (value >>> (8 * i));
        }
        return little;
    }

    /** Encodes a text as SCALE (Substrate's binary format) does: the length in compact form, then the bytes. */
    private static byte[] encodeText(String step) {
        byte[] utf8 = step.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_STEP_BYTES) {
            throw new IllegalArgumentException("a derivation step has at most " + MAX_STEP_BYTES + " bytes");
        }
        byte[] length = utf8.length < 64
                ? new byte[] {(byte) (utf8.length << 2)}
                : new byte[] {(byte) (utf8.length << 2 | 1), (byte) (utf8.length >> 6)};
        byte[] encoded = Arrays.copyOf(length, length.length + utf8.length);
        System.arraycopy(utf8, 0, encoded, length.length, utf8.length);
        return encoded;
    }
}
