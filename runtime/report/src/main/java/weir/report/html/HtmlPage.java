package weir.report.html;

import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import weir.base.Sha256;
import weir.history.pool.PoolMetadata;
import weir.report.TextTable;
import weir.web.WebFile;

/**
 * A self-contained HTML page that opens from disk and is readable in print. Texts are escaped. Its style and charts are those of the
 * operator page. Its Content-Security-Policy permits these scripts and this style by their hashes, and loads nothing. For one thread.
 */
public final class HtmlPage {

    /** Escapes markup, so that data cannot end their script element. */
    private static final Gson JSON = new Gson();

    private static final String WIDTH =
            "body { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem } main { display: grid; gap: 1rem }"
                    + " main > .card { overflow: hidden } table.figures td:first-child { min-width: 7rem } table.values th { white-space: nowrap }";

    private static final String STYLE = "\n" + WebFile.UPLOT_STYLE.text() + WebFile.STYLE.text() + WIDTH + "\n";

    private static final String UPLOT = WebFile.UPLOT.text();

    /** Both modules as one, because a page from disk can import no file. */
    private static final String CHARTS = "\n" + WebFile.CHART.text()
            + WebFile.CHARTS.text().replaceFirst("import [^;]*;", "") + "drawAll(document);\n";

    private static final String POLICY = "default-src 'none'; style-src " + hash(STYLE) + "; script-src " + hash(UPLOT)
            + " " + hash(CHARTS) + "; base-uri 'none'; form-action 'none'";

    private final StringBuilder page = new StringBuilder();
    private boolean isCardOpen;

    /**
     * @param title title of the window
     * @param heading heading of the page
     * @param subtitle one sentence below the heading
     */
    public HtmlPage(String title, String heading, String subtitle) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(POLICY)
                .append("\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>")
                .append(escape(title))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escape(heading))
                .append("</h1>\n<p class=\"muted\">")
                .append(escape(subtitle))
                .append("</p>\n<main>\n");
        openCard();
    }

    private void openCard() {
        closeCard();
        page.append("<section class=\"card\">\n");
        isCardOpen = true;
    }

    private void closeCard() {
        if (isCardOpen) {
            page.append("</section>\n");
        }
    }

    /** Begins a section with a heading. */
    public HtmlPage heading(String text) {
        openCard();
        return element("h2", text);
    }

    /** Adds a paragraph. */
    public HtmlPage paragraph(String text) {
        return element("p", text);
    }

    /** Adds a paragraph about a problem. */
    public HtmlPage problem(String text) {
        return element("p class=\"bad\"", text);
    }

    /** Adds a list. */
    public HtmlPage list(List<String> items) {
        page.append("<ul>\n");
        items.forEach(item -> element("li", item));
        page.append("</ul>\n");
        return this;
    }

    /** Adds a table with two columns: a label and its value. */
    public HtmlPage labelledValues(Map<String, String> valuesByLabel) {
        page.append("<div class=\"wide\">\n<table class=\"values\">\n");
        valuesByLabel.forEach((label, value) -> {
            page.append("<tr>");
            element("th scope=\"row\"", label).element("td", value);
            page.append("</tr>\n");
        });
        page.append("</table>\n</div>\n");
        return this;
    }

    /** Adds a table. */
    public HtmlPage table(TextTable table) {
        page.append("<div class=\"wide\" tabindex=\"0\">\n<table class=\"figures\">\n");
        String cell = "th scope=\"col\"";
        for (List<String> row : table.rows()) {
            page.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                element(cell + (table.isNumeric(column) ? " class=\"n\"" : ""), row.get(column));
            }
            page.append("</tr>\n");
            cell = "td";
        }
        page.append("</table>\n</div>\n");
        return this;
    }

    /**
     * Adds a chart of prices with ranges.
     *
     * @param blocks block numbers, ascending
     * @param ratios token1 per token0 in raw units, one for each block
     */
    public HtmlPage priceChart(
            PoolMetadata pool,
            Charts.Blocks axis,
            List<Long> blocks,
            List<Double> ratios,
            List<Charts.Range> ranges,
            List<Charts.Mark> marks) {
        return chart("price", Charts.price(pool, axis, blocks, ratios, ranges, marks));
    }

    /** Adds a chart of lines; each series has one value for each block. */
    public HtmlPage lineChart(
            String label,
            String unit,
            Charts.Blocks axis,
            List<Long> blocks,
            List<Charts.Series> series,
            List<Charts.Mark> marks) {
        return chart("lines", Charts.lines(label, unit, axis, blocks, series, marks));
    }

    private HtmlPage chart(String kind, Object data) {
        page.append("<figure data-chart=\"")
                .append(kind)
                .append("\"><script type=\"application/json\">")
                .append(JSON.toJson(data))
                .append("</script></figure>\n");
        return this;
    }

    /** Adds a text in an element. The tag may have attributes. */
    private HtmlPage element(String tag, String text) {
        page.append('<')
                .append(tag)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(tag.replaceFirst(" .*", ""))
                .append(">\n");
        return this;
    }

    /** The whole page. */
    public String html() {
        closeCard();
        isCardOpen = false;
        return page + "</main>\n<script>" + UPLOT + "</script>\n<script type=\"module\">" + CHARTS
                + "</script>\n</body>\n</html>\n";
    }

    private static String hash(String inline) {
        byte[] sha256 = Sha256.digest().digest(inline.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
    }

    /** Escapes the characters of markup. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
