package weir.bench;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The results of a benchmark: named numbers in order, printed as a table or written as a flat JSON object. */
public final class Figures {

    private record Figure(String key, double value, String meaning) {}

    private final List<Figure> figures = new ArrayList<>();

    /** Adds a figure; the key ends with its unit. */
    public Figures add(String key, double value, String meaning) {
        figures.add(new Figure(key, value, meaning));
        return this;
    }

    /** Adds all figures of another list. */
    public Figures addAll(Figures others) {
        figures.addAll(others.figures);
        return this;
    }

    void print(PrintStream out) {
        for (Figure figure : figures) {
            out.printf(Locale.ROOT, "  %-34s %12s   %s%n", figure.key, format(figure.value), figure.meaning);
        }
    }

    /** A flat JSON object. */
    public String json() {
        JsonObject json = new JsonObject();
        figures.forEach(figure -> json.addProperty(figure.key, number(figure.value)));
        return json + "\n";
    }

    /** Integers have no decimal point; NaN becomes null. */
    private static Number number(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        if (value == Math.rint(value)) {
            return Long.valueOf((long) value);
        }
        return Double.valueOf(value);
    }

    /** The median of several measurements. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String format(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 1_000 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }
}
