package weir.report.html;

import java.util.List;
import java.util.Map;
import weir.report.TextTable;

/** A self-contained HTML page that is also readable in print. For one thread. */
public final class HtmlPage {

    private static final String STYLE =
            """
            body { font: 15px/1.45 system-ui, sans-serif; color: #1a1d21; max-width: 68rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; margin-top: 2rem }
            p.what { color: #555; margin-top: 0 } p.bad { color: #a40000; font-weight: 600 }
            table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .8rem .25rem 0;
              border-bottom: 1px solid #ddd; vertical-align: top } th { font-weight: 600; white-space: nowrap }
            div.wide { overflow-x: auto } table.figures { font-size: .82rem; font-variant-numeric: tabular-nums } table.figures th { white-space: normal }
            table.figures td { white-space: nowrap; padding-right: .45rem } table.figures td:first-child { white-space: normal }
            table.figures .n { text-align: right }
            svg { width: 100%; height: auto; margin-top: 1rem } svg text { font: 12px system-ui, sans-serif; fill: #333 }
            .grid { stroke: #e3e3e3 } .axis { stroke: #555 } .price { fill: none; stroke: #1a1d21; stroke-width: 1.3 }
            .band { fill: #2a78c8; fill-opacity: .16; stroke: #2a78c8; stroke-opacity: .6; stroke-width: .7 }
            .share { fill: #3f9b55; fill-opacity: .45; stroke: #2f7a41; stroke-width: .7 }
            .rebalance { stroke: #c65d00; stroke-width: .8 } .mark { fill: #c65d00 }
            .install { stroke: #8a2be2; stroke-width: 1.4; stroke-dasharray: 5 4 }
            .a, .b, .c { fill: none; stroke-width: 1.3 } .a { stroke: #2a78c8 } .b { stroke: #c65d00 } .c { stroke: #888 }
            .dashed { stroke-dasharray: 5 3 } .zero { stroke: #999 }
            .key { display: inline-block; width: .9em; height: .7em; margin: 0 .3em 0 1em }
            @media print { body { margin: 0; max-width: none; font-size: 11pt } h2, svg, tr { break-inside: avoid }
              h2 { break-after: avoid } div.wide { overflow: visible } table.figures { font-size: 7pt } }
            * { -webkit-print-color-adjust: exact; print-color-adjust: exact }
            """;

    private final StringBuilder page = new StringBuilder();

    /**
     * @param title title of the window
     * @param heading heading of the page
     * @param subtitle one sentence below the heading
     */
    public HtmlPage(String title, String heading, String subtitle) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escape(heading))
                .append("</h1>\n<p class=\"what\">")
                .append(escape(subtitle))
                .append("</p>\n");
    }

    /** Adds a heading. */
    public HtmlPage heading(String text) {
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
        page.append("<table>\n");
        valuesByLabel.forEach((label, value) -> {
            page.append("<tr>");
            element("th", label).element("td", value);
            page.append("</tr>\n");
        });
        page.append("</table>\n");
        return this;
    }

    /** Adds a table. */
    public HtmlPage table(TextTable table) {
        page.append("<div class=\"wide\">\n<table class=\"figures\">\n");
        String cell = "th";
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

    /** Adds a legend: pairs of a colour (CSS) and its meaning. */
    public HtmlPage legend(String[]... keys) {
        page.append("<p>");
        for (String[] key : keys) {
            page.append("<span class=\"key\" style=\"background:")
                    .append(key[0])
                    .append("\"></span>")
                    .append(escape(key[1]));
        }
        page.append("</p>\n");
        return this;
    }

    /** Adds a drawing. */
    public HtmlPage drawing(SvgDrawing drawing) {
        page.append(drawing.svg());
        return this;
    }

    /** The whole page. */
    public String html() {
        return page + "</body>\n</html>\n";
    }

    /** Escapes the characters of markup. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
