package weir.protocol.sr25519;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A mutable point of Ristretto's twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2 in extended coordinates (X : Y : Z).
 * T = XY/Z is stored as two factors, so that it is computed for additions only. Formulas: Hisil, Wong, Carter, Dawson, "Twisted
 * Edwards Curves Revisited" (2008), sections 3.1 to 3.3; they are complete on this curve. Constant time; not thread-safe.
 */
final class Point {
    final int[] x = X25519Field.create();
    final int[] y = X25519Field.create();
    final int[] z = X25519Field.create();
    private final int[] t1 = X25519Field.create();
    private final int[] t2 = X25519Field.create();
    private final int[] a = X25519Field.create();
    private final int[] b = X25519Field.create();
    private final int[] c = X25519Field.create();

    /** The neutral element. */
    Point() {
        X25519Field.one(y);
        X25519Field.one(z);
    }

    /** The affine point (x, y). */
    static Point affine(int[] x, int[] y) {
        Point point = new Point();
        X25519Field.copy(x, 0, point.x, 0);
        X25519Field.copy(y, 0, point.y, 0);
        X25519Field.copy(x, 0, point.t1, 0);
        X25519Field.copy(y, 0, point.t2, 0);
        return point;
    }

    /** {@code out = XY/Z}. */
    void computeT(int[] out) {
        X25519Field.mul(t1, t2, out);
    }

    /** {@code this = 2 * this}. */
    void doubleInPlace() {
        X25519Field.sqr(x, a);
        X25519Field.sqr(y, b);
        X25519Field.add(x, y, t1);
        X25519Field.sqr(t1, t1);
        X25519Field.sqr(z, c);
        X25519Field.add(c, c, c);
        X25519Field.apm(a, b, t2, b); // H = A + B, G = A - B
        X25519Field.sub(t2, t1, t1); // E = H - (X + Y)^2
        X25519Field.carry(t1);
        X25519Field.add(c, b, c); // F = C + G
        X25519Field.carry(c);
        finish(b);
    }

    /** {@code this += other}. */
    void add(Cached other) {
        computeProducts(other.plus, other.minus, other);
        X25519Field.apm(b, a, t2, t1); // H = B + A, E = B - A
        X25519Field.apm(z, c, a, c); // G = D + C, F = D - C; z holds D
        finish(a);
    }

    /** {@code this -= other}: addition with plus and minus exchanged and the sign of C inverted. */
    void subtract(Cached other) {
        computeProducts(other.minus, other.plus, other);
        X25519Field.apm(b, a, t2, t1);
        X25519Field.apm(z, c, c, a);
        finish(a);
    }

    private void computeProducts(int[] plus, int[] minus, Cached other) {
        computeT(c);
        X25519Field.mul(c, other.t2d, c); // C = 2d T1 T2
        X25519Field.apm(y, x, b, a);
        X25519Field.mul(a, minus, a); // A = (Y1 - X1)(Y2 - X2)
        X25519Field.mul(b, plus, b); // B = (Y1 + X1)(Y2 + X2)
        if (other.z2 != null) {
            X25519Field.mul(z, other.z2, z); // D = 2 Z1 Z2; for Z2 = 1 the other values are halved, so that D = Z1
        }
    }

    /** X = EF, Y = GH, Z = FG and T = EH, with E in t1, H in t2, F in c. */
    private void finish(int[] g) {
        X25519Field.mul(t1, c, x);
        X25519Field.mul(g, t2, y);
        X25519Field.mul(c, g, z);
    }

    Cached cached() {
        int[] plus = X25519Field.create();
        int[] minus = X25519Field.create();
        int[] t2d = X25519Field.create();
        int[] z2 = X25519Field.create();
        X25519Field.apm(y, x, plus, minus);
        computeT(t2d);
        X25519Field.mul(t2d, Field.D, t2d);
        X25519Field.add(t2d, t2d, t2d);
        X25519Field.add(z, z, z2);
        for (int[] element : new int[][] {plus, minus, t2d, z2}) {
            X25519Field.carry(element);
        }
        return new Cached(plus, minus, t2d, z2);
    }

    /** Returns the same point with Z = 1 and all values halved. The inversion here saves a multiplication in each addition. */
    Cached affineCached() {
        int[] inverse = X25519Field.create();
        int[] affineX = X25519Field.create();
        int[] affineY = X25519Field.create();
        X25519Field.inv(z, inverse);
        X25519Field.mul(x, inverse, affineX);
        X25519Field.mul(y, inverse, affineY);
        Cached cached = affine(affineX, affineY).cached();
        X25519Field.mul(cached.plus, Field.HALF, cached.plus);
        X25519Field.mul(cached.minus, Field.HALF, cached.minus);
        X25519Field.mul(cached.t2d, Field.HALF, cached.t2d);
        return new Cached(cached.plus, cached.minus, cached.t2d, null);
    }

    /**
     * A point in the form that additions need: Y + X, Y - X, 2dT and 2Z. If {@code z2} is null, Z = 1 and the others are halved.
     * The arrays are shared; callers must not modify them.
     */
    record Cached(int[] plus, int[] minus, int[] t2d, int[] z2) {}
}
