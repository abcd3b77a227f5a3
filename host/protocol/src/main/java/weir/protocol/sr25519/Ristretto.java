package weir.protocol.sr25519;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import weir.base.Hex;

/**
 * The prime-order group ristretto255 of RFC 9496: decoding (section 4.3.1), encoding (4.3.2) and the two multiplications of
 * Schnorr signatures. Stateless and thread-safe.
 */
public final class Ristretto {
    private static final int KEY_WINDOW_BITS = 5;
    private static final int BASE_WINDOW_BITS = 8;

    /** The generator's canonical encoding, RFC 9496 appendix A.1. */
    private static final byte[] BASE = Hex.decode("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
    /** B, 3B, 5B … 127B. */
    private static final Point.Cached[] BASE_ODD_MULTIPLES;
    /** 0, B, 2B … 15B. */
    private static final Point.Cached[] BASE_MULTIPLES = new Point.Cached[16];

    static {
        Point base = decode(BASE);
        BASE_ODD_MULTIPLES = oddMultiples(base, 1 << (BASE_WINDOW_BITS - 2), true);
        Point multiple = new Point();
        for (int i = 0; i < 16; i++) {
            BASE_MULTIPLES[i] = multiple.affineCached();
            multiple.add(base.cached());
        }
    }

    private Ristretto() {}

    /**
     * Decodes a point, given in its canonical encoding.
     *
     * @param encoded 32 bytes
     * @return null if the encoding is invalid; the neutral element is valid
     */
    static Point decode(byte[] encoded) {
        int[] s = X25519Field.create();
        X25519Field.decode(encoded, s);
        if (!Arrays.equals(encoded, encodeCanonical(s)) || (encoded[0] & 1) != 0) {
            return null;
        }
        int[] ss = X25519Field.create();
        int[] u1 = X25519Field.create();
        int[] u2 = X25519Field.create();
        int[] u2Squared = X25519Field.create();
        int[] v = X25519Field.create();
        int[] root = X25519Field.create();
        X25519Field.sqr(s, ss);
        X25519Field.apm(Field.ONE, ss, u2, u1);
        X25519Field.sqr(u2, u2Squared);
        X25519Field.sqr(u1, v);
        X25519Field.mul(v, Field.D, v);
        X25519Field.add(v, u2Squared, v);
        X25519Field.negate(v, v); // -(d u1^2) - u2^2
        X25519Field.carry(v);
        int[] t = X25519Field.create();
        X25519Field.mul(v, u2Squared, t);
        int square = Field.invSqrt(t, root);

        int[] x = u2Squared;
        int[] y = ss;
        X25519Field.mul(root, u2, u2); // 1/x denominator
        X25519Field.mul(root, u2, y);
        X25519Field.mul(y, v, y);
        X25519Field.mul(y, u1, y);
        X25519Field.add(s, s, x);
        X25519Field.mul(x, u2, x);
        Field.abs(x);
        X25519Field.mul(x, y, t);
        boolean valid = square != 0 && Field.isNegative(t) == 0 && Field.equal(y, X25519Field.create()) == 0;
        return valid ? Point.affine(x, y) : null;
    }

    /** Returns the canonical encoding of the point's coset, in constant time. */
    static byte[] encode(Point point) {
        int[] u1 = X25519Field.create();
        int[] u2 = X25519Field.create();
        int[] root = X25519Field.create();
        int[] x = X25519Field.create();
        int[] y = X25519Field.create();
        int[] t = X25519Field.create();
        X25519Field.apm(point.z, point.y, u1, u2);
        X25519Field.mul(u1, u2, u1); // (Z + Y)(Z - Y)
        X25519Field.mul(point.x, point.y, u2); // XY
        X25519Field.sqr(u2, t);
        X25519Field.mul(t, u1, t);
        Field.invSqrt(t, root);

        X25519Field.mul(root, u1, u1); // den1
        X25519Field.mul(root, u2, u2); // den2
        int[] zInverse = root;
        point.computeT(t);
        X25519Field.mul(u1, u2, zInverse);
        X25519Field.mul(zInverse, t, zInverse);

        X25519Field.mul(t, zInverse, t);
        int rotate = -Field.isNegative(t);
        X25519Field.copy(point.x, 0, x, 0);
        X25519Field.copy(point.y, 0, y, 0);
        X25519Field.mul(point.y, Field.SQRT_M1, t);
        X25519Field.cmov(rotate, t, 0, x, 0);
        X25519Field.mul(point.x, Field.SQRT_M1, t);
        X25519Field.cmov(rotate, t, 0, y, 0);
        X25519Field.mul(u1, Field.INVSQRT_A_MINUS_D, t);
        X25519Field.cmov(rotate, t, 0, u2, 0);

        X25519Field.mul(x, zInverse, t);
        X25519Field.cnegate(Field.isNegative(t), y);
        X25519Field.sub(point.z, y, t);
        X25519Field.mul(t, u2, t);
        Field.abs(t);
        return encodeCanonical(t);
    }

    private static byte[] encodeCanonical(int[] element) {
        byte[] bytes = new byte[32];
        int[] copy = element.clone();
        X25519Field.carry(copy);
        X25519Field.normalize(copy);
        X25519Field.encode(copy, bytes, 0);
        return bytes;
    }

    /** Returns whether the bytes are the canonical encoding of an element other than the neutral one. */
    public static boolean isValid(byte[] encoded) {
        return encoded.length == 32 && !isNeutral(encoded) && decode(encoded) != null;
    }

    private static boolean isNeutral(byte[] encoded) {
        return Arrays.equals(encoded, new byte[32]);
    }

    /**
     * Returns the encoding of {@code s*B - k*A}, by Straus's method over non-adjacent forms. Variable time, for public numbers only.
     *
     * @return null if {@code key} is not a canonical encoding, or that of the neutral element
     */
    public static byte[] baseTimesMinusKeyTimes(int[] s, byte[] key, int[] k) {
        Point point = isNeutral(key) ? null : decode(key);
        if (point == null) {
            return null;
        }
        Point.Cached[] keyOdd = oddMultiples(point, 1 << (KEY_WINDOW_BITS - 2), false);
        byte[] sDigits = Scalar.wnaf(s, BASE_WINDOW_BITS);
        byte[] kDigits = Scalar.wnaf(k, KEY_WINDOW_BITS);
        Point sum = new Point();
        int bit = 255;
        while (bit >= 0 && sDigits[bit] == 0 && kDigits[bit] == 0) {
            bit--;
        }
        for (; bit >= 0; bit--) {
            sum.doubleInPlace();
            addDigit(sum, -kDigits[bit], keyOdd);
            addDigit(sum, sDigits[bit], BASE_ODD_MULTIPLES);
        }
        return encode(sum);
    }

    private static void addDigit(Point sum, int digit, Point.Cached[] odd) {
        if (digit > 0) {
            sum.add(odd[digit >> 1]);
        } else if (digit < 0) {
            sum.subtract(odd[-digit >> 1]);
        }
    }

    private static Point.Cached[] oddMultiples(Point point, int count, boolean affine) {
        Point.Cached[] odd = new Point.Cached[count];
        Point multiple = new Point();
        Point.Cached first = point.cached();
        multiple.add(first);
        Point doubled = new Point();
        doubled.add(first);
        doubled.doubleInPlace();
        Point.Cached two = doubled.cached();
        for (int i = 0; i < count; i++) {
            odd[i] = affine ? multiple.affineCached() : multiple.cached();
            if (i + 1 < count) {
                multiple.add(two);
            }
        }
        return odd;
    }

    /** Returns the encoding of {@code s*B}, in windows of four bits. Constant time: every lookup reads the whole table. */
    public static byte[] baseTimes(int[] s) {
        Point sum = new Point();
        Point.Cached entry = new Point.Cached(X25519Field.create(), X25519Field.create(), X25519Field.create(), null);
        for (int i = 63; i >= 0; i--) {
            sum.doubleInPlace();
            sum.doubleInPlace();
            sum.doubleInPlace();
            sum.doubleInPlace();
            selectMultiple(s[i >> 3] >>> (4 * (i & 7)) & 15, entry);
            sum.add(entry);
        }
        return encode(sum);
    }

    private static void selectMultiple(int index, Point.Cached into) {
        for (int i = 0; i < 16; i++) {
            int chosen = ((i ^ index) - 1) >> 31;
            X25519Field.cmov(chosen, BASE_MULTIPLES[i].plus(), 0, into.plus(), 0);
            X25519Field.cmov(chosen, BASE_MULTIPLES[i].minus(), 0, into.minus(), 0);
            X25519Field.cmov(chosen, BASE_MULTIPLES[i].t2d(), 0, into.t2d(), 0);
        }
    }
}
