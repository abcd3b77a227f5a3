package weir.cli.demo;

import java.util.List;
import java.util.Locale;
import weir.backtest.Swaps;
import weir.cli.demo.AskedMiner.Exchange;
import weir.strategy.Position;
import weir.strategy.Price;

/** The round as a drawing: price, ranges as bands, share in range, marks. SVG that needs nothing from outside. */
final class Chart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 560;
    private static final int LEFT = 70;
    private static final int RIGHT = WIDTH - 15;
    private static final int PRICE_TOP = 30;
    private static final int PRICE_BOTTOM = 410;
    private static final int SHARE_TOP = 440;
    private static final int SHARE_BOTTOM = 520;
    private static final int POINTS = 900;

    private final DemoRound round;
    private final DemoMarket market;
    /** Prices are drawn in whichever way round they are above one. */
    private final boolean inverted;

    private final Scale time;
    private final Scale price;
    private final Scale share = new Scale(0, 1, SHARE_BOTTOM, SHARE_TOP);
    private final StringBuilder svg = new StringBuilder();

    private Chart(DemoRound round) {
        this.round = round;
        this.market = round.market();
        this.inverted =
                market.pool().wholePrice(market.price(market.startBlock()).ratio()) < 1;
        this.time = new Scale(market.startBlock(), market.endBlock(), LEFT, RIGHT);
        this.price = priceScale();
    }

    static String svg(DemoRound round) {
        return new Chart(round).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Price, ranges and share"
                        + " of swaps in range over the round\">%n",
                WIDTH, HEIGHT);
        axes();
        bands();
        line();
        shareInRange();
        marks();
        add("</svg>%n");
        return svg.toString();
    }

    private void axes() {
        text(
                LEFT,
                18,
                "start",
                "%s for one %s",
                inverted
                        ? market.pool().token0().symbol()
                        : market.pool().token1().symbol(),
                inverted
                        ? market.pool().token1().symbol()
                        : market.pool().token0().symbol());
        for (double mark : price.marks(6)) {
            rule(LEFT, price.at(mark), RIGHT, price.at(mark), "grid");
            text(LEFT - 6, price.at(mark) + 4, "end", "%s", number(mark));
        }
        text(LEFT, SHARE_TOP - 6, "start", "share of swaps in range between two questions");
        for (double mark : new double[] {0, 0.5, 1}) {
            rule(LEFT, share.at(mark), RIGHT, share.at(mark), "grid");
            text(LEFT - 6, share.at(mark) + 4, "end", "%.0f %%", mark * 100);
        }
        Scale hours = new Scale(0, market.hours(market.endBlock()), LEFT, RIGHT);
        double every = hours.high() > 12 ? 4 : hours.high() > 3 ? 1 : 0.5;
        for (double mark = 0; mark <= hours.high(); mark += every) {
            rule(hours.at(mark), SHARE_BOTTOM, hours.at(mark), SHARE_BOTTOM + 5, "axis");
            text(hours.at(mark), SHARE_BOTTOM + 20, "middle", "%s h", number(mark));
        }
    }

    /** A rectangle for each position from the question that brought it to the one that took it away. */
    private void bands() {
        List<Exchange> exchanges = round.exchanges();
        int from = 0;
        for (int i = 1; i <= exchanges.size(); i++) {
            List<Position> held = exchanges.get(from).query().currentPositions();
            if (i < exchanges.size()
                    && exchanges.get(i).query().currentPositions().equals(held)) {
                continue;
            }
            // What a question shows as held was put in force by the answer to the question before.
            long begun = exchanges.get(Math.max(0, from - 1)).query().blockNumber();
            long ended = i == exchanges.size()
                    ? market.endBlock()
                    : exchanges.get(i - 1).query().blockNumber();
            held.forEach(position -> band(position, begun, ended));
            from = i;
        }
        if (!exchanges.isEmpty()) {
            lastBand(exchanges.get(exchanges.size() - 1));
        }
    }

    /** The answer to the very last question is in no later question. */
    private void lastBand(Exchange last) {
        if (!round.result().finalPositions().equals(last.query().currentPositions())) {
            round.result()
                    .finalPositions()
                    .forEach(position -> band(position, last.query().blockNumber(), market.endBlock()));
        }
    }

    private void band(Position position, long from, long to) {
        double a = price.at(shown(Price.atTick(position.tickLower())));
        double b = price.at(shown(Price.atTick(position.tickUpper())));
        add(
                "<rect class=\"band\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>ticks %d to %d</title></rect>%n",
                time.at(from),
                Math.min(a, b),
                Math.max(1, time.at(to) - time.at(from)),
                Math.max(1, Math.abs(a - b)),
                position.tickLower(),
                position.tickUpper());
    }

    private void line() {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i <= POINTS; i++) {
            long block = market.startBlock() + (market.endBlock() - market.startBlock()) * i / POINTS;
            points.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", time.at(block), price.at(shown(market.price(block)))));
        }
        add("<polyline class=\"price\" points=\"%s\"/>%n", points.toString().trim());
    }

    private void shareInRange() {
        StringBuilder points = new StringBuilder();
        List<Exchange> exchanges = round.exchanges();
        for (int i = 0; i < exchanges.size(); i++) {
            boolean last = i == exchanges.size() - 1;
            List<Position> held = last
                    ? round.result().finalPositions()
                    : exchanges.get(i + 1).query().currentPositions();
            long from = exchanges.get(i).query().blockNumber();
            long to = last ? market.endBlock() : exchanges.get(i + 1).query().blockNumber();
            double y = share.at(share(held, from, to));
            points.append(String.format(Locale.ROOT, "%.1f,%.1f %.1f,%.1f ", time.at(from), y, time.at(to), y));
        }
        add("<polygon class=\"share\" points=\"%d,%d %s%d,%d\"/>%n", LEFT, SHARE_BOTTOM, points, RIGHT, SHARE_BOTTOM);
    }

    private double share(List<Position> held, long after, long through) {
        Swaps swaps = market.swaps();
        int from = swaps.countThrough(after);
        int to = swaps.countThrough(through);
        int in = 0;
        for (int i = from; i < to; i++) {
            int tick = new Price(swaps.sqrtPriceX96(i)).tick();
            in += held.stream().anyMatch(position -> position.tickLower() <= tick && tick < position.tickUpper())
                    ? 1
                    : 0;
        }
        // Where nothing was traded the price of the question stands for the interval.
        int tick = market.price(after).tick();
        boolean still = held.stream().anyMatch(position -> position.tickLower() <= tick && tick < position.tickUpper());
        return to > from ? (double) in / (to - from) : still ? 1 : 0;
    }

    private void marks() {
        round.result().history().forEach(event -> {
            double x = time.at(event.block());
            rule(x, PRICE_TOP, x, PRICE_BOTTOM, "rebalance");
            add(
                    "<path class=\"mark\" d=\"M%.1f %d l5 9 h-10 z\"><title>rebalance at block %d</title></path>%n",
                    x, PRICE_BOTTOM, event.block());
        });
        if (round.install().installedAt() >= 0) {
            long block =
                    round.exchanges().get(round.install().installedAt()).query().blockNumber();
            rule(time.at(block), PRICE_TOP, time.at(block), SHARE_BOTTOM, "install");
            text(
                    time.at(block) + 5,
                    PRICE_TOP + 10,
                    "start",
                    "version %s installed",
                    round.install().version());
        }
    }

    /** The day's prices with room around them, and of the ranges what fits into twice that and more. */
    private Scale priceScale() {
        double low = Double.MAX_VALUE;
        double high = 0;
        for (int i = 0; i <= POINTS; i++) {
            double shown =
                    shown(market.price(market.startBlock() + (market.endBlock() - market.startBlock()) * i / POINTS));
            low = Math.min(low, shown);
            high = Math.max(high, shown);
        }
        double room = Math.max(high - low, high * 1e-4);
        double lowest = low - 0.05 * room;
        double highest = high + 0.05 * room;
        for (Exchange exchange : round.exchanges()) {
            for (Position position : exchange.query().currentPositions()) {
                double a = shown(Price.atTick(position.tickLower()));
                double b = shown(Price.atTick(position.tickUpper()));
                lowest = Math.max(low - 0.8 * room, Math.min(lowest, Math.min(a, b) - 0.02 * room));
                highest = Math.min(high + 0.8 * room, Math.max(highest, Math.max(a, b) + 0.02 * room));
            }
        }
        return new Scale(lowest, highest, PRICE_BOTTOM, PRICE_TOP);
    }

    private double shown(Price of) {
        double whole = market.pool().wholePrice(of.ratio());
        return inverted ? 1 / whole : whole;
    }

    private void rule(double x1, double y1, double x2, double y2, String style) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", style, x1, y1, x2, y2);
    }

    private void text(double x, double y, String anchor, String pattern, Object... values) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, HtmlReport.escape(String.format(Locale.ROOT, pattern, values)));
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    private void add(String pattern, Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values));
    }
}
