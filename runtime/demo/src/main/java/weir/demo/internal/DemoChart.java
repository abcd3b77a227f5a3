package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import weir.backtest.Swaps;
import weir.demo.internal.HostMiner.Exchange;
import weir.report.html.LinearScale;
import weir.report.html.PriceChart;
import weir.report.html.PriceChart.Band;
import weir.report.html.SvgDrawing;
import weir.strategy.Market.Observation;
import weir.strategy.Position;
import weir.strategy.Price;

/** A chart of the round: price, ranges as bands, share of swaps in range, and marks for rebalances and the upgrade. */
final class DemoChart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 560;
    private static final int LEFT = 70;
    private static final int RIGHT = WIDTH - 15;
    private static final int PRICE_TOP = 30;
    private static final int PRICE_BOTTOM = 410;
    private static final int SHARE_TOP = 440;
    private static final int SHARE_BOTTOM = 520;
    private static final int PRICE_POINTS = 900;

    private final DemoRound round;
    private final DemoMarket market;
    private final LinearScale time;
    private final LinearScale share = new LinearScale(0, 1, SHARE_BOTTOM, SHARE_TOP);
    private final SvgDrawing drawing =
            new SvgDrawing(WIDTH, HEIGHT, "Price, ranges and share of swaps in range over the round");

    private DemoChart(DemoRound round) {
        this.round = round;
        this.market = round.market();
        this.time = new LinearScale(market.startBlock(), market.endBlock(), LEFT, RIGHT);
    }

    static SvgDrawing of(DemoRound round) {
        return new DemoChart(round).draw();
    }

    private SvgDrawing draw() {
        new PriceChart(drawing, market.pool(), time, PRICE_TOP, PRICE_BOTTOM, prices(), bands()).draw();
        drawing.text(LEFT, SHARE_TOP - 6, "start", "share of swaps in range between two queries");
        for (double mark : new double[] {0, 0.5, 1}) {
            drawing.straightLine(LEFT, share.coordinate(mark), RIGHT, share.coordinate(mark), "grid");
            drawing.text(LEFT - 6, share.coordinate(mark) + 4, "end", "%.0f %%", mark * 100);
        }
        drawing.hourAxis(new LinearScale(0, market.hoursSinceStart(market.endBlock()), LEFT, RIGHT), SHARE_BOTTOM);
        drawShareInRange();
        drawEvents();
        return drawing;
    }

    private List<Observation> prices() {
        List<Observation> prices = new ArrayList<>();
        for (int i = 0; i <= PRICE_POINTS; i++) {
            long block = market.startBlock() + (market.endBlock() - market.startBlock()) * i / PRICE_POINTS;
            prices.add(new Observation(block, market.priceAfter(block)));
        }
        return prices;
    }

    /** Each position from the query that brought it to the one that removed it. */
    private List<Band> bands() {
        List<Band> bands = new ArrayList<>();
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
            held.forEach(position -> bands.add(new Band(position, begun, ended)));
            from = i;
        }
        if (!exchanges.isEmpty()) {
            addBandsOfLastAnswer(bands, exchanges.get(exchanges.size() - 1));
        }
        return bands;
    }

    /** The answer to the last query is in no later query. */
    private void addBandsOfLastAnswer(List<Band> bands, Exchange last) {
        if (!round.result().finalPositions().equals(last.query().currentPositions())) {
            round.result()
                    .finalPositions()
                    .forEach(position ->
                            bands.add(new Band(position, last.query().blockNumber(), market.endBlock())));
        }
    }

    private void drawShareInRange() {
        StringBuilder points = new StringBuilder();
        List<Exchange> exchanges = round.exchanges();
        for (int i = 0; i < exchanges.size(); i++) {
            boolean last = i == exchanges.size() - 1;
            List<Position> held = last
                    ? round.result().finalPositions()
                    : exchanges.get(i + 1).query().currentPositions();
            long from = exchanges.get(i).query().blockNumber();
            long to = last ? market.endBlock() : exchanges.get(i + 1).query().blockNumber();
            double y = share.coordinate(shareInRange(held, from, to));
            points.append(SvgDrawing.point(time.coordinate(from), y)).append(SvgDrawing.point(time.coordinate(to), y));
        }
        drawing.add(
                "<polygon class=\"share\" points=\"%d,%d %s%d,%d\"/>%n",
                LEFT, SHARE_BOTTOM, points, RIGHT, SHARE_BOTTOM);
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

    private void drawEvents() {
        round.result().history().forEach(event -> {
            double x = time.coordinate(event.block());
            drawing.straightLine(x, PRICE_TOP, x, PRICE_BOTTOM, "rebalance");
            drawing.add(
                    "<path class=\"mark\" d=\"M%.1f %d l5 9 h-10 z\"><title>rebalance at block %d</title></path>%n",
                    x, PRICE_BOTTOM, event.block());
        });
        if (round.upgrade().installedAt() >= 0) {
            long block =
                    round.exchanges().get(round.upgrade().installedAt()).query().blockNumber();
            drawing.straightLine(time.coordinate(block), PRICE_TOP, time.coordinate(block), SHARE_BOTTOM, "install");
            drawing.text(
                    time.coordinate(block) + 5,
                    PRICE_TOP + 10,
                    "start",
                    "version %s installed",
                    round.upgrade().version());
        }
    }
}
