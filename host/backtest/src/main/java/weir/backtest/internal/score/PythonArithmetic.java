package weir.backtest.internal.score;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import weir.strategy.Inventory;

/** Arithmetic on integers and doubles with the rounding of Python, in which the validator is written. */
public final class PythonArithmetic {

    private PythonArithmetic() {}

    /** {@code a - b}: exact and then rounded once if both are whole, otherwise in doubles. */
    public static double difference(Number a, Number b) {
        return a instanceof BigInteger x && b instanceof BigInteger y
                ? x.subtract(y).doubleValue()
                : a.doubleValue() - b.doubleValue();
    }

    /** The lost fraction of {@code start}, correctly rounded; 0 if nothing is lost or {@code start} is not positive. */
    public static double lossRatio(BigInteger start, BigInteger end) {
        BigInteger loss = start.subtract(end);
        return start.signum() <= 0 || loss.signum() <= 0 ? 0 : quotient(loss, start);
    }

    /** The greater of the lost fractions of both tokens. */
    static double maxLossRatio(Inventory start, Inventory end) {
        return Math.max(lossRatio(start.amount0(), end.amount0()), lossRatio(start.amount1(), end.amount1()));
    }

    /** The double nearest to {@code a / b} for positive integers: a double division would round three times. */
    public static double quotient(BigInteger a, BigInteger b) {
        int shift = 56 - a.bitLength() + b.bitLength();
        BigInteger[] parts =
                (shift >= 0 ? a.shiftLeft(shift) : a).divideAndRemainder(shift >= 0 ? b : b.shiftLeft(-shift));
        long bits = parts[0].longValueExact();
        // The lowest bit represents the remainder, so that the conversion rounds 56 bits to 53 correctly.
        return Math.scalb((double) (parts[1].signum() == 0 ? bits : bits | 1), -shift);
    }

    /**
     * Converts a double like Python's {@code Decimal(str(x))}: the shortest decimal that parses to {@code value}, the nearest if there
     * are several. {@link Double#toString} returns it from JDK 19 on only. Integers below 10^16 have one decimal place, as in Python.
     *
     * @throws NumberFormatException if the value is not finite
     */
    public static BigDecimal toDecimal(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        BigDecimal plain = shortest.signum() == 0 ? BigDecimal.ZERO : shortest.stripTrailingZeros();
        return plain.scale() <= 0 && Math.abs(value) < 1e16 ? plain.setScale(1) : plain;
    }
}
