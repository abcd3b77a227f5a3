package weir.history;

import java.math.BigInteger;

/**
 * A column of signed integers of up to 256 bits, in two's complement. Each integer is divided into words of 64 bits (limbs), least
 * significant first. A hot loop reads {@link #limbCount} once and then the arrays of {@link #limb}, so it creates no objects. The
 * arrays are not copies; the next batch overwrites them. Not thread-safe.
 */
public final class Int256Column {

    /** Number of limbs of an {@code int256}. */
    public static final int MAX_LIMBS = 4;

    private static final BigInteger LOW_64_BITS = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final long[][] limbs = new long[MAX_LIMBS][];
    private int limbCount = 1;

    Int256Column() {
        limbs[0] = new long[SwapBatch.CAPACITY];
    }

    /** Returns the number of limbs that the values of this batch need, with the sign: 1 to {@link #MAX_LIMBS}. */
    public int limbCount() {
        return limbCount;
    }

    /**
     * Returns one limb of all rows. The highest limb contains the sign.
     *
     * @param index 0 (least significant) to {@link #limbCount} - 1
     */
    public long[] limb(int index) {
        if (index >= limbCount) {
            throw new IndexOutOfBoundsException("limb " + index + " of " + limbCount);
        }
        return limbs[index];
    }

    /** Sets the number of limbs and returns their arrays. The caller must fill all of them. */
    public long[][] widen(int count) {
        for (int i = 0; i < count; i++) {
            if (limbs[i] == null) {
                limbs[i] = new long[SwapBatch.CAPACITY];
            }
        }
        limbCount = count;
        return limbs;
    }

    /** Returns the sign of a row's value: -1, 0 or 1. */
    public int signum(int row) {
        long top = limbs[limbCount - 1][row];
        if (top < 0) {
            return -1;
        }
        long anyLimb = top;
        for (int i = 0; i < limbCount - 1; i++) {
            anyLimb |= limbs[i][row];
        }
        return anyLimb == 0 ? 0 : 1;
    }

    /** Returns the value of a row. */
    public BigInteger get(int row) {
        BigInteger value = BigInteger.valueOf(limbs[limbCount - 1][row]);
        for (int i = limbCount - 2; i >= 0; i--) {
            value = value.shiftLeft(64).or(BigInteger.valueOf(limbs[i][row]).and(LOW_64_BITS));
        }
        return value;
    }

    /** Returns {@code get(row).doubleValue()}, without creating an object for values of up to 128 bits. */
    public double toDouble(int row) {
        if (limbCount == 1) {
            return limbs[0][row];
        }
        return limbCount == 2 ? toDouble(limbs[1][row], limbs[0][row]) : get(row).doubleValue();
    }

    /** Returns the double nearest to {@code high * 2^64 + low}, where {@code low} is unsigned. */
    private static double toDouble(long high, long low) {
        if (high == low >> 63) {
            return low;
        }
        boolean negative = high < 0;
        long h = negative ? ~high + (low == 0 ? 1 : 0) : high;
        long l = negative ? -low : low;
        int zeros = h == 0 ? 64 : Long.numberOfLeadingZeros(h);
        long top = zeros == 64 ? l : zeros == 0 ? h : h << zeros | l >>> 64 - zeros;
        long rest = zeros == 64 ? 0 : l << zeros;
        // 55 bits: the mantissa, a rounding bit, and a sticky bit for everything below.
        long mantissa = top >>> 9 | ((top & 0x1ff | rest) != 0 ? 1 : 0);
        double magnitude = mantissa * Double.longBitsToDouble((1023L + 9 + 64 - zeros) << 52);
        return negative ? -magnitude : magnitude;
    }

    void set(int row, BigInteger value) {
        int needed = value.bitLength() / 64 + 1;
        if (needed > MAX_LIMBS) {
            throw new IllegalArgumentException("the value needs " + value.bitLength() + " bits; 255 and a sign fit");
        }
        if (row == 0) {
            widen(needed);
        }
        while (limbCount < needed) {
            addLimb(row);
        }
        limbs[0][row] = value.longValue();
        for (int i = 1; i < limbCount; i++) {
            limbs[i][row] = i < needed ? value.shiftRight(64 * i).longValue() : value.signum() >> 1;
        }
    }

    /** Copies rows of another column behind the first {@code row} rows of this one. */
    void append(int row, Int256Column source, int from, int count) {
        if (row == 0) {
            widen(source.limbCount);
        }
        while (limbCount < source.limbCount) {
            addLimb(row);
        }
        for (int limb = 0; limb < source.limbCount; limb++) {
            System.arraycopy(source.limbs[limb], from, limbs[limb], row, count);
        }
        long[] top = source.limbs[source.limbCount - 1];
        for (int limb = source.limbCount; limb < limbCount; limb++) {
            for (int i = 0; i < count; i++) {
                limbs[limb][row + i] = top[from + i] >> 63;
            }
        }
    }

    private void addLimb(int rows) {
        long[] top = limbs[limbCount - 1];
        long[] next = widen(limbCount + 1)[limbCount - 1];
        for (int i = 0; i < rows; i++) {
            next[i] = top[i] >> 63;
        }
    }
}
