package weir.protocol.sr25519;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Additions to Bouncy Castle's {@link X25519Field} for Ristretto: the constants of RFC 9496 section 4.1 and its
 * {@code SQRT_RATIO_M1} for a numerator of one. An element of GF(2^255 - 19) is an {@code int[10]} as in X25519Field,
 * whose multiplication accepts sums and differences of two carried elements without a carry in between. Constant time.
 */
final class Field {
    static final int[] D = parse("37095705934669439343138083508754565189542113879843219016388785533085940283555");
    static final int[] SQRT_M1 = parse("19681161376707505956807079304988542015446066515923890162744021073123829784752");
    static final int[] INVSQRT_A_MINUS_D =
            parse("54469307008909316920995813868745141605393597292927456921205312896311721017578");
    static final int[] ONE = parse("1");
    /** (p + 1) / 2. */
    static final int[] HALF = parse("28948022309329048855892746252171976963317496166410141009864396001978282409975");

    private Field() {}

    private static int[] parse(String decimal) {
        byte[] big = new BigInteger(decimal).toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < big.length; i++) {
            little[i] = big[big.length - 1 - i];
        }
        int[] z = X25519Field.create();
        X25519Field.decode(little, z);
        return z;
    }

    /**
     * {@code z = |1 / sqrt(v)|}, or {@code |1 / sqrt(sqrt(-1) * v)|} if v is not a square (RFC 9496 section 4.2).
     *
     * @return -1 (all bits set) if v is a square other than zero, otherwise 0
     */
    static int invSqrt(int[] v, int[] z) {
        int[] v3 = X25519Field.create();
        int[] v7 = X25519Field.create();
        X25519Field.sqr(v, v3);
        X25519Field.mul(v3, v, v3);
        X25519Field.sqr(v3, v7);
        X25519Field.mul(v7, v, v7);
        pow22523(v7, z);
        X25519Field.mul(z, v3, z);

        int[] check = X25519Field.create();
        X25519Field.sqr(z, check);
        X25519Field.mul(check, v, check);
        int[] minusCheck = X25519Field.create();
        X25519Field.negate(check, minusCheck);
        int correct = equal(check, ONE);
        int flipped = equal(minusCheck, ONE);
        int flippedI = equal(minusCheck, SQRT_M1);
        int[] rotated = v3;
        X25519Field.mul(z, SQRT_M1, rotated);
        X25519Field.cmov(flipped | flippedI, rotated, 0, z, 0);
        abs(z);
        return correct | flipped;
    }

    /** {@code z = x^(2^252 - 3)}, with the usual addition chain of Curve25519 libraries. */
    private static void pow22523(int[] x, int[] z) {
        int[] x2 = X25519Field.create();
        int[] x5 = X25519Field.create();
        int[] x10 = X25519Field.create();
        int[] x50 = X25519Field.create();
        int[] t = X25519Field.create();
        squareAndMultiply(x, 1, x, x2); // x2 = x^(2^2 - 1), and so on
        squareAndMultiply(x2, 1, x, t);
        squareAndMultiply(t, 2, x2, x5);
        squareAndMultiply(x5, 5, x5, x10);
        squareAndMultiply(x10, 10, x10, t);
        squareAndMultiply(t, 5, x5, t);
        squareAndMultiply(t, 25, t, x50);
        squareAndMultiply(x50, 50, x50, t);
        squareAndMultiply(t, 100, t, x2);
        squareAndMultiply(x2, 50, x50, x2);
        squareAndMultiply(x2, 2, x, z);
    }

    private static void squareAndMultiply(int[] x, int squarings, int[] y, int[] z) {
        int[] t = X25519Field.create();
        X25519Field.sqr(x, squarings, t);
        X25519Field.mul(t, y, z);
    }

    /** Replaces {@code z}, a carried element, by {@code -z} if {@code z} is odd. */
    static void abs(int[] z) {
        X25519Field.cnegate(isNegative(z), z);
        X25519Field.carry(z);
    }

    /** Returns 1 if the canonical encoding of the element is odd, otherwise 0. */
    static int isNegative(int[] x) {
        int[] t = x.clone();
        X25519Field.carry(t);
        X25519Field.normalize(t);
        return t[0] & 1;
    }

    /** Returns -1 (all bits set) if both represent the same element, otherwise 0. */
    static int equal(int[] x, int[] y) {
        int[] t = X25519Field.create();
        X25519Field.sub(x, y, t);
        X25519Field.carry(t);
        X25519Field.normalize(t);
        return X25519Field.isZero(t);
    }
}
