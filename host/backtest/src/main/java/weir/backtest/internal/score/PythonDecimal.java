package weir.backtest.internal.score;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Decimals as Python makes them of floats: {@code Decimal(str(x))}. */
public final class PythonDecimal {

    private PythonDecimal() {}

    /**
     * The shortest decimal that reads back as {@code value}, the nearest of several. {@link Double#toString} gives that only
     * from JDK 19 on. Whole numbers below 10^16 have one place, as Python writes them.
     *
     * @throws NumberFormatException if the value is not finite
     */
    public static BigDecimal of(double value) {
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
