package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import weir.backtest.Swaps;
import weir.demo.internal.HostMiner.Exchange;
import weir.report.html.Charts;
import weir.report.html.HtmlPage;
import weir.strategy.Position;
import weir.strategy.Price;

/** The charts of the round: price with ranges, share of swaps in range, and marks for rebalances and the upgrade. */
final class DemoCharts {

    private static final int PRICE_POINTS = 900;

    private final DemoRound round;
    private final DemoMarket market;

    DemoCharts(DemoRound round) {
        this.round = round;
        this.market = round.market();
    }

    void addTo(HtmlPage page) {
        double hours = market.hoursSinceStart(market.endBlock());
        Charts.Blocks axis =
                new Charts.Blocks(market.startBlock(), hours * 3_600 / (market.endBlock() - market.startBlock()));
        List<Charts.Mark> marks = marks();
        List<Long> blocks = priceBlocks();
        page.priceChart(
                market.pool(),
                axis,
                blocks,
                blocks.stream()
                        .map(block -> Charts.finite(market.priceAfter(block).ratio()))
                        .toList(),
                ranges(),
                marks);
        Charts.Series share = new Charts.Series("swaps in range", shareInRange(), 4, false, true);
        page.lineChart(
                "Share of swaps in range between two queries",
                "%",
                axis,
                round.exchanges().stream()
                        .map(exchange -> exchange.query().blockNumber())
                        .toList(),
                List.of(share),
                marks);
    }

    private List<Long> priceBlocks() {
        long length = market.endBlock() - market.startBlock();
        return IntStream.rangeClosed(0, PRICE_POINTS)
                .mapToObj(i -> market.startBlock() + length * i / PRICE_POINTS)
                .distinct()
                .toList();
    }

    private List<Charts.Mark> marks() {
        List<Charts.Mark> marks = new ArrayList<>();
        round.result()
                .history()
                .forEach(event ->
                        marks.add(new Charts.Mark(event.block(), "rebalance", "rebalance at block " + event.block())));
        int installedAt = round.upgrade().installedAt();
        if (installedAt >= 0) {
            marks.add(new Charts.Mark(
                    round.exchanges().get(installedAt).query().blockNumber(),
                    "version",
                    "version " + round.upgrade().version() + " installed"));
        }
        return marks;
    }

    /** Each position from the query that brought it to the one that removed it. */
    private List<Charts.Range> ranges() {
        List<Charts.Range> ranges = new ArrayList<>();
        List<Exchange> exchanges = round.exchanges();
        int from = 0;
        for (int i = 1; i <= exchanges.size(); i++) {
            List<Position> held = exchanges.get(from).query().currentPositions();
            if (i < exchanges.size()
                    && exchanges.get(i).query().currentPositions().equals(held)) {
                continue;
            }
            // The current positions of a query are those of the answer to the query before.
            long begun = exchanges.get(Math.max(0, from - 1)).query().blockNumber();
            long ended = i == exchanges.size()
                    ? market.endBlock()
                    : exchanges.get(i - 1).query().blockNumber();
            held.forEach(position -> ranges.add(range(position, begun, ended)));
            from = i;
        }
        if (!exchanges.isEmpty()) {
            Exchange last = exchanges.get(exchanges.size() - 1);
            // The answer to the last query is in no later query.
            if (!round.result().finalPositions().equals(last.query().currentPositions())) {
                round.result()
                        .finalPositions()
                        .forEach(position ->
                                ranges.add(range(position, last.query().blockNumber(), market.endBlock())));
            }
        }
        return ranges;
    }

    private static Charts.Range range(Position position, long from, long to) {
        return new Charts.Range(
                from, to, position.tickLower(), position.tickUpper(), false, List.of("held from block " + from));
    }

    private List<Double> shareInRange() {
        List<Double> shares = new ArrayList<>();
        List<Exchange> exchanges = round.exchanges();
        for (int i = 0; i < exchanges.size(); i++) {
            boolean last = i == exchanges.size() - 1;
            List<Position> held = last
                    ? round.result().finalPositions()
                    : exchanges.get(i + 1).query().currentPositions();
            long from = exchanges.get(i).query().blockNumber();
            long to = last ? market.endBlock() : exchanges.get(i + 1).query().blockNumber();
            shares.add(100 * shareInRange(held, from, to));
        }
        return shares;
    }

    private double shareInRange(List<Position> held, long afterBlock, long throughBlock) {
        Swaps swaps = market.swaps();
        int from = swaps.countThrough(afterBlock);
        int to = swaps.countThrough(throughBlock);
        if (from == to) {
            // Without a swap, the price does not change.
            return isInRange(held, market.priceAfter(afterBlock)) ? 1 : 0;
        }
        return IntStream.range(from, to)
                        .filter(i -> isInRange(held, new Price(swaps.sqrtPriceX96(i))))
                        .count()
                / (double) (to - from);
    }

    private static boolean isInRange(List<Position> held, Price price) {
        int tick = price.tick();
        return held.stream().anyMatch(position -> position.tickLower() <= tick && tick < position.tickUpper());
    }
}
