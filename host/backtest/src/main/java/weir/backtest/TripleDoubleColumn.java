package weir.backtest;

import java.math.BigInteger;
import java.util.Arrays;
import weir.history.Int256Column;

/**
 * A column of integers of up to 159 bits. Each is the exact sum of three doubles: the integer rounded to a double, the remainder
 * rounded to a double, and the rest. Inner loops read the doubles without conversion.
 */
public final class TripleDoubleColumn {

    private final double[] high;
    private final double[] middle;
    /** {@code null} if every entry is zero, which is the usual case. */
    private final double[] low;

    private TripleDoubleColumn(double[] high, double[] middle, double[] low) {
        this.high = high;
        this.middle = middle;
        this.low = low;
    }

    /** The integers, each correctly rounded to a double. Do not modify the array. */
    public double[] high() {
        return high;
    }

    /** The integers minus {@link #high()}, correctly rounded. Do not modify the array. */
    public double[] middle() {
        return middle;
    }

    /** Entry {@code i}, correctly rounded to a double. */
    public double high(int i) {
        return high[i];
    }

    /** Entry {@code i} minus {@link #high(int)}, correctly rounded. */
    public double middle(int i) {
        return middle[i];
    }

    /** Entry {@code i}, exact. */
    public BigInteger exact(int i) {
        BigInteger value = toBigInteger(high[i]);
        if (middle[i] != 0) {
            value = value.add(toBigInteger(middle[i]));
        }
        return low == null || low[i] == 0 ? value : value.add(toBigInteger(low[i]));
    }

    /** Converts a double without fraction to an integer. */
    public static BigInteger toBigInteger(double whole) {
        if (Math.abs(whole) < 0x1p63) {
            return BigInteger.valueOf((long) whole);
        }
        int shift = Math.getExponent(whole) - 52;
        return BigInteger.valueOf((long) Math.scalb(whole, -shift)).shiftLeft(shift);
    }

    /** Builds a column. Not thread-safe. */
    static final class Builder {
        private double[] high;
        private double[] middle;
        private double[] low;
        private int size;

        Builder(int capacity) {
            high = new double[capacity];
            middle = new double[capacity];
        }

        /** @throws IllegalArgumentException if the value has more than 159 significant bits */
        void add(BigInteger value) {
            if (size == high.length) {
                grow();
            }
            high[size] = value.doubleValue();
            if (value.bitLength() > 53) {
                addRemainder(value.subtract(toBigInteger(high[size])));
            }
            size++;
        }

        /** Appends rows of a stored column, without creating objects for numbers of up to 116 bits. */
        void add(Int256Column column, int rows) {
            for (int row = 0; row < rows; row++) {
                if (column.limbCount() > 2 || !addLimbs(column, row)) {
                    add(column.get(row));
                }
            }
        }

        private boolean addLimbs(Int256Column column, int row) {
            long least = column.limb(0)[row];
            long top = column.limbCount() == 2 ? column.limb(1)[row] : least >> 63;
            double rounded = column.toDouble(row);
            int shift = Math.max(0, Math.getExponent(rounded) - 52);
            if (shift >= Long.SIZE) {
                return false;
            }
            // Subtract the rounded double, as two limbs (64-bit words). The rest must fit one limb and be exact as a
            // double.
            long mantissa = (long) Math.scalb(rounded, -shift);
            long roundedLeast = mantissa << shift;
            long roundedTop = shift == 0 ? mantissa >> 63 : mantissa >> Long.SIZE - shift;
            long rest = least - roundedLeast;
            long borrow = Long.compareUnsigned(least, roundedLeast) < 0 ? 1 : 0;
            if (top - roundedTop - borrow != rest >> 63 || Math.abs((double) rest) > 0x1p53) {
                return false;
            }
            if (size == high.length) {
                grow();
            }
            high[size] = rounded;
            middle[size++] = rest;
            return true;
        }

        /** Appends entries {@code from} (inclusive) to {@code to} (exclusive) of another column. */
        void add(TripleDoubleColumn other, int from, int to) {
            while (size + to - from > high.length) {
                grow();
            }
            System.arraycopy(other.high, from, high, size, to - from);
            System.arraycopy(other.middle, from, middle, size, to - from);
            if (other.low != null) {
                low = low == null ? new double[high.length] : low;
                System.arraycopy(other.low, from, low, size, to - from);
            }
            size += to - from;
        }

        private void addRemainder(BigInteger rest) {
            middle[size] = rest.doubleValue();
            BigInteger last = rest.subtract(toBigInteger(middle[size]));
            if (last.signum() == 0) {
                return;
            }
            if (low == null) {
                low = new double[high.length];
            }
            low[size] = last.doubleValue();
            if (!toBigInteger(low[size]).equals(last)) {
                throw new IllegalArgumentException("a number has more than 159 significant bits");
            }
        }

        private void grow() {
            int capacity = Math.max(16, 2 * high.length);
            high = Arrays.copyOf(high, capacity);
            middle = Arrays.copyOf(middle, capacity);
            low = low == null ? null : Arrays.copyOf(low, capacity);
        }

        TripleDoubleColumn build() {
            return new TripleDoubleColumn(
                    Arrays.copyOf(high, size),
                    Arrays.copyOf(middle, size),
                    low == null ? null : Arrays.copyOf(low, size));
        }
    }
}
