package weir.history.internal.check;

import java.math.BigDecimal;

/** Reads decimal numbers of a source. Stateless. */
public final class Decimals {

    private static final int MAX_SCALE = 1_000;

    private Decimals() {}

    /**
     * Reads a number whose conversion to a whole one is fast: a few characters, such as 1E100000000, can stand for a number that
     * fills the memory.
     *
     * @throws NumberFormatException if the text is not a number, or has an exponent far beyond those of swaps
     */
    public static BigDecimal parse(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.scale() > MAX_SCALE || number.scale() < -MAX_SCALE) {
            throw new NumberFormatException("the exponent is too large");
        }
        return number;
    }
}
