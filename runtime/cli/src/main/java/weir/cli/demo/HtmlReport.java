package weir.cli.demo;

import java.util.List;
import java.util.Locale;
import weir.backtest.RebalanceEvent;
import weir.cli.pool.Pool;
import weir.strategy.Position;

/** The round as a page: one file, nothing loaded from anywhere, readable in print. */
final class HtmlReport {

    private static final int MAX_EVENTS = 100;

    private static final String STYLE =
            """
            body { font: 15px/1.45 system-ui, sans-serif; color: #1a1d21; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; margin-top: 2rem }
            p.what { color: #555; margin-top: 0 } p.bad { color: #a40000; font-weight: 600 }
            table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .8rem .25rem 0;
              border-bottom: 1px solid #ddd; vertical-align: top } th { font-weight: 600; white-space: nowrap }
            svg { width: 100%; height: auto; margin-top: 1rem } svg text { font: 12px system-ui, sans-serif; fill: #333 }
            .grid { stroke: #e3e3e3 } .axis { stroke: #555 } .price { fill: none; stroke: #1a1d21; stroke-width: 1.3 }
            .band { fill: #2a78c8; fill-opacity: .16; stroke: #2a78c8; stroke-opacity: .6; stroke-width: .7 }
            .share { fill: #3f9b55; fill-opacity: .45; stroke: #2f7a41; stroke-width: .7 }
            .rebalance { stroke: #c65d00; stroke-width: .8 } .mark { fill: #c65d00 }
            .install { stroke: #8a2be2; stroke-width: 1.4; stroke-dasharray: 5 4 }
            .key { display: inline-block; width: .9em; height: .7em; margin: 0 .3em 0 1em }
            @media print { body { margin: 0; max-width: none; font-size: 11pt } h2, svg, tr { break-inside: avoid } }
            * { -webkit-print-color-adjust: exact; print-color-adjust: exact }
            """;

    private HtmlReport() {}

    static String page(DemoRound round, List<DemoTable.Row> rows) {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\"/>\n")
                .append("<title>Weir demo: ")
                .append(escape(round.strategy()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        heading(page, round);
        table(page, rows);
        page.append("<h2>Price, ranges, share in range</h2>\n<p>")
                .append(LEGEND)
                .append("</p>\n");
        page.append(Chart.svg(round));
        rebalances(page, round);
        page.append("<h2>How to read it</h2>\n<p>").append(NOTES).append("</p>\n</body>\n</html>\n");
        return page.toString();
    }

    private static final String LEGEND = "<span class=\"key\" style=\"background:#1a1d21;height:2px\"></span>price"
            + "<span class=\"key\" style=\"background:#bfd8f0\"></span>positions held"
            + "<span class=\"key\" style=\"background:#9fd0ab\"></span>share of swaps in range"
            + "<span class=\"key\" style=\"background:#c65d00\"></span>rebalance"
            + "<span class=\"key\" style=\"background:#8a2be2\"></span>hot install";

    private static final String NOTES = "Fees, result and score are the public validator's own arithmetic: liquidity is"
            + " recomputed from the declared allocations at every swap, and the capital of burned positions does not come"
            + " back within a round. A position on chain earns otherwise. Latency is what the validator sees: from the first"
            + " byte sent to the last byte read, over loopback.";

    private static void heading(StringBuilder page, DemoRound round) {
        DemoMarket market = round.market();
        page.append("<h1>A validator’s round with ")
                .append(escape(round.strategy()))
                .append("</h1>\n<p class=\"what\">");
        page.append(escape(String.format(
                Locale.ROOT,
                "%s/%s, fee %s %%, chain %d, blocks %d to %d (%.1f hours), from %s. A question every %d blocks over HTTP.",
                market.pool().token0().symbol(),
                market.pool().token1().symbol(),
                market.pool().feePips() / 1e4,
                market.pool().chainId(),
                market.startBlock(),
                market.endBlock(),
                market.hours(market.endBlock()),
                market.source(),
                Demo.CHECK_INTERVAL)));
        page.append("</p>\n");
        round.complaints().forEach(complaint -> page.append("<p class=\"bad\">")
                .append(escape(complaint))
                .append(".</p>\n"));
    }

    private static void table(StringBuilder page, List<DemoTable.Row> rows) {
        page.append("<table>\n");
        for (DemoTable.Row row : rows) {
            page.append("<tr><th>")
                    .append(escape(row.label()))
                    .append("</th><td>")
                    .append(escape(row.value()))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static void rebalances(StringBuilder page, DemoRound round) {
        List<RebalanceEvent> history = round.result().history();
        page.append("<h2>Rebalances</h2>\n");
        if (history.isEmpty()) {
            page.append("<p>None: the validator gives such a round the score 0.</p>\n");
            return;
        }
        page.append("<table>\n<tr><th>hour</th><th>block</th><th>positions</th><th>left over</th></tr>\n");
        Pool pool = round.market().pool();
        for (RebalanceEvent event : history.subList(0, Math.min(MAX_EVENTS, history.size()))) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%.2f</td><td>%d</td><td>%s</td><td>%s</td></tr>%n",
                    round.market().hours(event.block()),
                    event.block(),
                    escape(positions(event.after())),
                    escape(String.format(
                            Locale.ROOT,
                            "%.4f %s, %.4f %s",
                            pool.token0().whole(event.remaining().amount0()),
                            pool.token0().symbol(),
                            pool.token1().whole(event.remaining().amount1()),
                            pool.token1().symbol()))));
        }
        page.append("</table>\n");
        if (history.size() > MAX_EVENTS) {
            page.append("<p>The first ")
                    .append(MAX_EVENTS)
                    .append(" of ")
                    .append(history.size())
                    .append(".</p>\n");
        }
    }

    private static String positions(List<Position> positions) {
        return String.join(
                "; ",
                positions.stream()
                        .map(position -> "ticks " + position.tickLower() + " to " + position.tickUpper())
                        .toList());
    }

    /** Text that is no markup. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
