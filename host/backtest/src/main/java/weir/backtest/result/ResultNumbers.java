package weir.backtest.result;

import java.util.Locale;

/** Formats numbers for results. */
public final class ResultNumbers {

    private ResultNumbers() {}

    /** A score with six decimal places, or with an exponent if it is too small or too large for that. */
    public static String formatScore(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size != 0 && (size < 1e-5 || size >= 1e6) ? "%.4e" : "%.6f", value);
    }

    /** An amount of tokens with about six digits. */
    public static String formatAmount(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        int digits = (int) Math.floor(Math.log10(size)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(8, 6 - digits)) + "f", value);
    }

    /** A change of an amount, with its sign. */
    public static String formatChange(double value) {
        return (value > 0 ? "+" : "") + formatAmount(value);
    }

    /** A percentage with its sign and four decimal places, or with an exponent if it is too small for that. */
    public static String formatPercent(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size != 0 && size < 1e-4 ? "%+.1e %%" : "%+.4f %%", value);
    }

    /** A mean of counts with two decimal places. */
    public static String formatMeanCount(double mean) {
        return String.format(Locale.ROOT, "%.2f", mean);
    }
}
