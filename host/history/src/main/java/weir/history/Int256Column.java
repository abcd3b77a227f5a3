package weir.history;

import java.math.BigInteger;

/**
 * A column of signed integers of up to 256 bits: two's complement in 64-bit limbs, least significant limb first. Hot loops
 * read {@link #limbs()} once and then the {@link #limb} arrays, without an object per row. The arrays are the column's own and
 * change with the next batch. Not thread-safe.
 */
public final class Int256Column {

    /** Limbs of an {@code int256}. */
    public static final int MAX_LIMBS = 4;

    private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final long[][] limbs = new long[MAX_LIMBS][];
    private int used = 1;

    Int256Column() {
        limbs[0] = new long[SwapBatch.CAPACITY];
    }

    /** Number of limbs that hold every value of this batch with its sign: 1 to {@link #MAX_LIMBS}. */
    public int limbs() {
        return used;
    }

    /**
     * One limb of every row. Limb {@link #limbs()}{@code - 1} carries the sign.
     *
     * @param index 0, the least significant, to {@link #limbs()}{@code - 1}
     */
    public long[] limb(int index) {
        if (index >= used) {
            throw new IndexOutOfBoundsException("limb " + index + " of " + used);
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
        used = count;
        return limbs;
    }

    /** Sign of a row's value: -1, 0 or 1. */
    public int signum(int row) {
        long top = limbs[used - 1][row];
        if (top < 0) {
            return -1;
        }
        long any = top;
        for (int i = 0; i < used - 1; i++) {
            any |= limbs[i][row];
        }
        return any == 0 ? 0 : 1;
    }

    /** The exact value of a row. */
    public BigInteger get(int row) {
        BigInteger value = BigInteger.valueOf(limbs[used - 1][row]);
        for (int i = used - 2; i >= 0; i--) {
            value = value.shiftLeft(64).or(BigInteger.valueOf(limbs[i][row]).and(LOW_64));
        }
        return value;
    }

    /** Equal to {@code get(row).doubleValue()}, but without creating an object for values of up to 128 bits. */
    public double toDouble(int row) {
        if (used == 1) {
            return limbs[0][row];
        }
        return used == 2 ? toDouble(limbs[1][row], limbs[0][row]) : get(row).doubleValue();
    }

    /** The nearest double of {@code high * 2^64 + (low as unsigned)}. */
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
        while (used < needed) {
            extend(row);
        }
        limbs[0][row] = value.longValue();
        for (int i = 1; i < used; i++) {
            limbs[i][row] = i < needed ? value.shiftRight(64 * i).longValue() : value.signum() >> 1;
        }
    }

    private void extend(int rows) {
        long[] top = limbs[used - 1];
        long[] next = widen(used + 1)[used - 1];
        for (int i = 0; i < rows; i++) {
            next[i] = top[i] >> 63;
        }
    }
}
