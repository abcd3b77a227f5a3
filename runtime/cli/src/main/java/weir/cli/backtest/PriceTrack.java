package weir.cli.backtest;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Swaps;
import weir.history.BlockRange;
import weir.strategy.Price;

/** Prices over a period, evenly spread over its blocks: as many as a drawing can show, however long the period is. */
final class PriceTrack {

    private static final int POINTS = 900;

    private final BlockRange blocks;
    private final List<Point> points = new ArrayList<>();

    /**
     * A price.
     *
     * @param block block at whose end it stood
     * @param price the pool's
     */
    record Point(long block, Price price) {}

    PriceTrack(BlockRange blocks) {
        this.blocks = blocks;
    }

    /** Takes the points up to a block, of those that are still missing. */
    void add(long through, Swaps swaps) {
        for (long block = next(); points.size() <= POINTS && block <= through; block = next()) {
            int count = swaps.countThrough(block);
            if (count == 0) {
                // Before the first swap there is none: the first one's stands for it.
                count = 1;
            }
            points.add(new Point(block, swaps.price(count - 1)));
        }
    }

    private long next() {
        return blocks.first() + (long) ((double) (blocks.last() - blocks.first()) * points.size() / POINTS);
    }

    List<Point> points() {
        return points;
    }
}
