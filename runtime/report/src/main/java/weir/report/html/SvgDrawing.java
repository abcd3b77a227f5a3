package weir.report.html;

import java.util.Locale;

/** Builds an SVG drawing, which uses the styles of {@link HtmlPage}. For one thread. */
public final class SvgDrawing {

    private final StringBuilder svg = new StringBuilder();

    /** @param label the content in words, for screen readers */
    public SvgDrawing(int width, int height, String label) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                width, height, HtmlPage.escape(label));
    }

    /** Adds any element, as a format and its values. */
    public void add(String pattern, Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values));
    }

    /** Adds a straight line. */
    public void straightLine(double x1, double y1, double x2, double y2, String style) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", style, x1, y1, x2, y2);
    }

    /** Adds a text; {@code anchor} (start, middle, end) is the part of it at the coordinates. */
    public void text(double x, double y, String anchor, String pattern, Object... values) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, HtmlPage.escape(String.format(Locale.ROOT, pattern, values)));
    }

    /** Adds a line through points, {@code x,y} separated by spaces. */
    public void polyline(String points, String style) {
        add("<polyline class=\"%s\" points=\"%s\"/>%n", style, points.strip());
    }

    /** A point for {@link #polyline}. */
    public static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
    }

    /**
     * Adds a vertical axis: grid lines and labels at round values.
     *
     * @param count approximate number of grid lines
     */
    public void verticalAxis(LinearScale scale, double left, double right, int count) {
        for (double value : scale.roundValues(count)) {
            straightLine(left, scale.coordinate(value), right, scale.coordinate(value), "grid");
            text(left - 6, scale.coordinate(value) + 4, "end", "%s", formatNumber(value));
        }
    }

    /** Adds hours below a horizontal axis that starts at 0. */
    public void hourAxis(LinearScale hours, double y) {
        double interval = hours.high() > 12 ? 4 : hours.high() > 3 ? 1 : 0.5;
        if (hours.high() > 72) {
            interval = Math.max(24, 24 * Math.ceil(hours.high() / 24 / 12));
        }
        for (double value = 0; value <= hours.high(); value += interval) {
            straightLine(hours.coordinate(value), y, hours.coordinate(value), y + 5, "axis");
            text(hours.coordinate(value), y + 20, "middle", "%s h", formatNumber(value));
        }
    }

    /** A number without trailing zeros. */
    static String formatNumber(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3g", value).replaceFirst("\\.?0*e", "e");
        }
        return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
    }

    /** The whole element. */
    public String svg() {
        return svg + "</svg>\n";
    }
}
