package weir.report.html;

import java.util.Locale;

/** An SVG drawing under way; it needs nothing from outside but the styles of a {@link HtmlPage}. Not thread-safe. */
public final class SvgDrawing {

    private final StringBuilder svg = new StringBuilder();

    /** @param label what it shows, for who cannot see it */
    public SvgDrawing(int width, int height, String label) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                width, height, HtmlPage.escape(label));
    }

    /** Any element, as a format and its values. */
    public void add(String pattern, Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values));
    }

    /** A straight line. */
    public void rule(double x1, double y1, double x2, double y2, String style) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", style, x1, y1, x2, y2);
    }

    /** Text that {@code anchor} (start, middle, end) ties to the place. */
    public void text(double x, double y, String anchor, String pattern, Object... values) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, HtmlPage.escape(String.format(Locale.ROOT, pattern, values)));
    }

    /** Points of a line, {@code x,y} with blanks between. */
    public void line(String points, String style) {
        add("<polyline class=\"%s\" points=\"%s\"/>%n", style, points.strip());
    }

    /** A point of a line. */
    public static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
    }

    /** Rules and figures at the round values of a vertical axis. */
    public void verticalAxis(LinearScale scale, double left, double right, int about, String unit) {
        for (double mark : scale.marks(about)) {
            rule(left, scale.at(mark), right, scale.at(mark), "grid");
            text(left - 6, scale.at(mark) + 4, "end", "%s", number(mark) + unit);
        }
    }

    /** Hours below an axis that begins at 0. */
    public void hours(LinearScale hours, double y) {
        double every = hours.high() > 12 ? 4 : hours.high() > 3 ? 1 : 0.5;
        if (hours.high() > 72) {
            every = Math.max(24, 24 * Math.ceil(hours.high() / 24 / 12));
        }
        for (double mark = 0; mark <= hours.high(); mark += every) {
            rule(hours.at(mark), y, hours.at(mark), y + 5, "axis");
            text(hours.at(mark), y + 20, "middle", "%s h", number(mark));
        }
    }

    /** A figure without needless digits. */
    public static String number(double value) {
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
