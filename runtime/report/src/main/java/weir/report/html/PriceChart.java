package weir.report.html;

import java.util.List;
import weir.history.PoolMetadata;
import weir.strategy.Market.Observation;
import weir.strategy.Position;
import weir.strategy.Price;

/** A part of a drawing: prices over blocks, with the held ranges as bands behind them. */
public final class PriceChart {

    private final SvgDrawing drawing;
    private final PoolMetadata pool;
    private final LinearScale time;
    private final List<Observation> prices;
    private final List<Band> bands;
    private final LinearScale price;
    /** Whether prices are inverted, so that they are above one. */
    private final boolean inverted;

    /**
     * A position while it was held.
     *
     * @param position the position
     * @param from block of the rebalance that started it
     * @param to block of its end
     */
    public record Band(Position position, long from, long to) {}

    /**
     * @param time blocks from left to right
     * @param top upper end of the panel
     * @param bottom lower end
     * @param prices in order, at least one
     */
    public PriceChart(
            SvgDrawing drawing,
            PoolMetadata pool,
            LinearScale time,
            double top,
            double bottom,
            List<Observation> prices,
            List<Band> bands) {
        this.drawing = drawing;
        this.pool = pool;
        this.time = time;
        this.prices = List.copyOf(prices);
        this.bands = List.copyOf(bands);
        this.inverted = pool.pricePerWholeToken(prices.get(0).price().ratio()) < 1;
        this.price = priceScale(top, bottom);
    }

    /** Adds axis, bands and line to the drawing. */
    public void draw() {
        drawing.text(
                time.fromCoordinate(),
                price.toCoordinate() - 12,
                "start",
                "%s for one %s",
                inverted ? pool.token0().symbol() : pool.token1().symbol(),
                inverted ? pool.token1().symbol() : pool.token0().symbol());
        drawing.verticalAxis(price, time.fromCoordinate(), time.toCoordinate(), 6);
        bands.forEach(this::drawBand);
        StringBuilder points = new StringBuilder();
        prices.forEach(point -> points.append(SvgDrawing.point(
                time.coordinate(point.blockNumber()), price.coordinate(displayedPrice(point.price())))));
        drawing.polyline(points.toString(), "price");
    }

    private void drawBand(Band band) {
        double a = price.coordinate(displayedPrice(Price.atTick(band.position().tickLower())));
        double b = price.coordinate(displayedPrice(Price.atTick(band.position().tickUpper())));
        drawing.add(
                "<rect class=\"band\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>ticks %d to %d</title></rect>%n",
                time.coordinate(band.from()),
                Math.min(a, b),
                Math.max(1, time.coordinate(band.to()) - time.coordinate(band.from())),
                Math.max(1, Math.abs(a - b)),
                band.position().tickLower(),
                band.position().tickUpper());
    }

    /** The prices of the period with a margin, extended to ranges that are not far away. */
    private LinearScale priceScale(double top, double bottom) {
        double low = Double.MAX_VALUE;
        double high = 0;
        for (Observation point : prices) {
            low = Math.min(low, displayedPrice(point.price()));
            high = Math.max(high, displayedPrice(point.price()));
        }
        double margin = Math.max(high - low, high * 1e-4);
        double lowest = low - 0.05 * margin;
        double highest = high + 0.05 * margin;
        for (Band band : bands) {
            double a = displayedPrice(Price.atTick(band.position().tickLower()));
            double b = displayedPrice(Price.atTick(band.position().tickUpper()));
            lowest = Math.max(low - 0.8 * margin, Math.min(lowest, Math.min(a, b) - 0.02 * margin));
            highest = Math.min(high + 0.8 * margin, Math.max(highest, Math.max(a, b) + 0.02 * margin));
        }
        return new LinearScale(lowest, highest, bottom, top);
    }

    private double displayedPrice(Price price) {
        double token1PerToken0 = pool.pricePerWholeToken(price.ratio());
        return inverted ? 1 / token1PerToken0 : token1PerToken0;
    }
}
