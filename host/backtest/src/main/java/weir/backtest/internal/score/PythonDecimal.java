package weir.backtest.internal.score;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Converts doubles to decimals like Python's {@code Decimal(str(x))}. */
public final class PythonDecimal {

    private PythonDecimal() {}

    /**
     * The shortest decimal that parses to {@code value}, the nearest if there are several. {@link Double#toString} returns it from
     * JDK 19 on only. Integers below 10^16 have one decimal place, as in Python.
     *
     * @throws NumberFormatException if the value is not finite
     */
    public static BigDecimal fromDouble(double value) {
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
