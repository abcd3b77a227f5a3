package weir.demo.internal;

import java.util.List;
import java.util.Locale;
import weir.backtest.round.RebalanceEvent;
import weir.backtest.round.RoundPlan;
import weir.history.pool.PoolMetadata;
import weir.report.TextTable;
import weir.report.html.HtmlPage;
import weir.strategy.Position;

/** The report of a round as an HTML page. */
public final class DemoReport {

    private static final int MAX_EVENTS = 100;

    private static final String NOTES =
            "Fees, result and score use the public validator's arithmetic: at every swap, it derives the liquidity of a position"
                    + " again from the amounts in the miner's answer, and tokens of closed positions do not return to the inventory"
                    + " within the round. Model v3 shows what a real position would have earned. The other strategies were played"
                    + " over the same swaps without HTTP. Latency is the time from the first byte sent to the last byte read, on"
                    + " this machine.";

    private DemoReport() {}

    public static String page(DemoRound round, DemoResult result, TextTable scores) {
        HtmlPage page = new HtmlPage(
                "Weir demo: " + round.strategy(),
                "A validator’s round with " + round.strategy(),
                subtitle(round.market()));
        round.problems().forEach(problem -> page.problem(problem + "."));
        page.labelledValues(result.rowsByLabel(round.market().pool()));
        page.table(scores);
        page.heading("Price, ranges, share in range");
        new DemoCharts(round).addTo(page);
        rebalances(page, round);
        return page.heading("How to read it").paragraph(NOTES).html();
    }

    private static String subtitle(DemoMarket market) {
        return String.format(
                Locale.ROOT,
                "%s/%s, fee %s %%, chain %d, blocks %d to %d (%.1f hours), from %s. A query every %d blocks over HTTP.",
                market.pool().token0().symbol(),
                market.pool().token1().symbol(),
                market.pool().feePips() / 1e4,
                market.pool().chainId(),
                market.startBlock(),
                market.endBlock(),
                market.hoursSinceStart(market.endBlock()),
                market.source(),
                RoundPlan.CHECK_INTERVAL_BLOCKS);
    }

    private static void rebalances(HtmlPage page, DemoRound round) {
        List<RebalanceEvent> history = round.result().history();
        page.heading("Rebalances");
        if (history.isEmpty()) {
            page.paragraph("None: the score of such a round is 0.");
            return;
        }
        PoolMetadata pool = round.market().pool();
        TextTable table = new TextTable("hour", "block", "positions", "left over");
        for (RebalanceEvent event : history.subList(0, Math.min(MAX_EVENTS, history.size()))) {
            table.row(
                    String.format(Locale.ROOT, "%.2f", round.market().hoursSinceStart(event.block())),
                    Long.toString(event.block()),
                    positions(event.positionsAfter()),
                    String.format(
                            Locale.ROOT,
                            "%.4f %s, %.4f %s",
                            pool.token0().whole(event.inventoryRemaining().amount0()),
                            pool.token0().symbol(),
                            pool.token1().whole(event.inventoryRemaining().amount1()),
                            pool.token1().symbol()));
        }
        page.table(table);
        if (history.size() > MAX_EVENTS) {
            page.paragraph("The first " + MAX_EVENTS + " of " + history.size() + ".");
        }
    }

    private static String positions(List<Position> positions) {
        return String.join(
                "; ",
                positions.stream()
                        .map(position -> "ticks " + position.tickLower() + " to " + position.tickUpper())
                        .toList());
    }
}
