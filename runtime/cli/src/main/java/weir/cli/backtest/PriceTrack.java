package weir.cli.backtest;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Swaps;
import weir.cli.report.PricePoint;
import weir.history.BlockRange;

/** Prices over a period, evenly spread over its blocks: as many as a drawing can show, however long the period is. */
final class PriceTrack {

    /** How many at most. */
    static final int POINTS = 900;

    private final BlockRange blocks;
    private final List<PricePoint> points = new ArrayList<>();

    PriceTrack(BlockRange blocks) {
        this.blocks = blocks;
    }

    /** Takes the points up to a block, of those that are still missing. */
    void add(long through, Swaps swaps) {
        if (swaps.size() == 0) {
            return;
        }
        for (long block = next(); points.size() <= POINTS && block <= through; block = next()) {
            int count = swaps.countThrough(block);
            if (count == 0) {
                // Before the first swap there is none: the first one's stands for it.
                count = 1;
            }
            points.add(new PricePoint(block, swaps.price(count - 1)));
        }
    }

    private long next() {
        return blocks.first() + (long) ((double) (blocks.last() - blocks.first()) * points.size() / POINTS);
    }

    List<PricePoint> points() {
        return points;
    }
}
