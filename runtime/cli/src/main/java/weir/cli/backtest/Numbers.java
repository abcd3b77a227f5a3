package weir.cli.backtest;

import java.util.Locale;

/** Figures as results write them. */
final class Numbers {

    private Numbers() {}

    /** A score: six places where that shows it, otherwise six digits and an exponent. */
    static String score(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return size != 0 && (size < 1e-5 || size >= 1e6)
                ? String.format(Locale.ROOT, "%.4e", value)
                : String.format(Locale.ROOT, "%.6f", value);
    }

    /** An amount of tokens: about six digits. */
    static String amount(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        int digits = (int) Math.floor(Math.log10(size)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(8, 6 - digits)) + "f", value);
    }

    static String change(double value) {
        return (value > 0 ? "+" : "") + amount(value);
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%+.4f %%", value);
    }

    /** A mean of counts. */
    static String count(double mean) {
        return String.format(Locale.ROOT, "%.2f", mean);
    }
}
