package weir.protocol.sr25519;

import java.util.Arrays;

/**
 * Numbers modulo the group order L = 2^252 + 27742317777372353535851937790883648493, as eight 32-bit words, low word
 * first. Montgomery multiplication with R = 2^256 (Menezes, van Oorschot, Vanstone, "Handbook of Applied
 * Cryptography", algorithm 14.36). Constant time, except {@link #wnaf}.
 */
public final class Scalar {
    private static final long WORD_MASK = 0xffffffffL;
    private static final int[] L = {0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0, 0, 0, 0x10000000};
    /** -1/L modulo 2^32. */
    private static final int MINUS_INVERSE_OF_L = 0x12547e1b;
    /** R modulo L. */
    private static final int[] R = {
        0x8d98951d, 0xd6ec3174, 0x737dcf70, 0xc6ef5bf4, 0xfffffffe, 0xffffffff, 0xffffffff, 0x0fffffff
    };
    /** R^2 modulo L. */
    private static final int[] R_SQUARED = {
        0x449c0f01, 0xa40611e3, 0x68859347, 0xd00e1ba7, 0x17f5be65, 0xceec73d2, 0x7c309a3d, 0x0399411b
    };

    private Scalar() {}

    /** Reads the 256-bit number at {@code offset}; does not reduce it. */
    public static int[] decode(byte[] little, int offset) {
        int[] words = new int[8];
        for (int i = 0; i < 32; i++) {
            words[i >> 2] |= (little[offset + i] & 0xff) << (8 * (i & 3));
        }
        return words;
    }

    /** Writes the 32 bytes of {@code words} at {@code offset}. */
    public static void encode(int[] words, byte[] little, int offset) {
        for (int i = 0; i < 32; i++) {
            little[offset + i] = (byte) (words[i >> 2] >>> (8 * (i & 3)));
        }
    }

    /** Returns whether the number is below L, as a signature requires. */
    public static boolean isCanonical(int[] words) {
        return subtractL(words.clone(), 0) != 0;
    }

    /** Returns the 512-bit little-endian number modulo L. */
    public static int[] reduceWide(byte[] little) {
        return add(montgomeryMultiply(decode(little, 0), R), montgomeryMultiply(decode(little, 32), R_SQUARED));
    }

    /** Returns {@code a * b + c} modulo L; all three must be below L. */
    public static int[] multiplyAdd(int[] a, int[] b, int[] c) {
        return add(montgomeryMultiply(montgomeryMultiply(a, b), R_SQUARED), c);
    }

    /** Returns {@code a + b} modulo L; both must be below L. */
    public static int[] add(int[] a, int[] b) {
        int[] sum = new int[8];
        long carry = 0;
        for (int i = 0; i < 8; i++) {
            carry += (a[i] & WORD_MASK) + (b[i] & WORD_MASK);
            sum[i] = (int) carry;
            carry >>>= 32;
        }
        subtractL(sum, 0);
        return sum;
    }

    /** Returns {@code a * b / R} modulo L, for {@code a} below R and {@code b} below L. */
    private static int[] montgomeryMultiply(int[] a, int[] b) {
        int[] t = new int[9];
        for (int i = 0; i < 8; i++) {
            long carry = addProduct(t, a[i], b);
            long top = (t[8] & WORD_MASK) + carry;
            int m = t[0] * MINUS_INVERSE_OF_L;
            carry = addProduct(t, m, L);
            top += carry;
            System.arraycopy(t, 1, t, 0, 7); // t[0] is zero by the choice of m
            t[7] = (int) top;
            t[8] = (int) (top >>> 32);
        }
        int[] result = Arrays.copyOf(t, 8);
        subtractL(result, t[8]);
        return result;
    }

    /** Adds {@code factor * b} to the low eight words and returns the carry. */
    private static long addProduct(int[] t, int factor, int[] b) {
        long carry = 0;
        for (int j = 0; j < 8; j++) {
            carry += (t[j] & WORD_MASK) + (factor & WORD_MASK) * (b[j] & WORD_MASK);
            t[j] = (int) carry;
            carry >>>= 32;
        }
        return carry;
    }

    /** Subtracts L if the number, whose ninth word is {@code high}, is not below L. Returns -1 if it was below L, otherwise 0. */
    private static int subtractL(int[] words, int high) {
        int[] difference = new int[8];
        long borrow = 0;
        for (int i = 0; i < 8; i++) {
            borrow += (words[i] & WORD_MASK) - (L[i] & WORD_MASK);
            difference[i] = (int) borrow;
            borrow >>= 32;
        }
        int below = (int) ((high & WORD_MASK) + borrow >> 63);
        for (int i = 0; i < 8; i++) {
            words[i] = (words[i] & below) | (difference[i] & ~below);
        }
        return below;
    }

    /**
     * Returns the width-w non-adjacent form (wNAF), lowest digit first. Each digit is zero, or odd with an absolute value below
     * 2^(w-1). Variable time, for public numbers only.
     */
    static byte[] wnaf(int[] words, int width) {
        byte[] digits = new byte[256];
        int carry = 0;
        for (int bit = 0; bit < 256; ) {
            int window = bits(words, bit, width) + carry;
            if ((window & 1) == 0) {
                bit++;
                continue;
            }
            carry = window >> (width - 1);
            digits[bit] = (byte) (window - (carry << width));
            bit += width;
        }
        return digits;
    }

    private static int bits(int[] words, int bit, int count) {
        int word = bit >> 5;
        long pair = (words[word] & WORD_MASK) | (word < 7 ? (long) words[word + 1] << 32 : 0);
        return (int) (pair >>> (bit & 31)) & ((1 << count) - 1);
    }
}
