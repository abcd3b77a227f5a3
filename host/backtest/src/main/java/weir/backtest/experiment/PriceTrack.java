package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Swaps;
import weir.history.BlockRange;

/** Prices at evenly spaced blocks of a period: at most as many as a chart can show. For one thread. */
public final class PriceTrack {

    /** Largest number of points. */
    public static final int POINTS = 900;

    private final BlockRange blocks;
    private final List<PricePoint> points = new ArrayList<>();

    PriceTrack(BlockRange blocks) {
        this.blocks = blocks;
    }

    /** Adds the points up to a block that are not there yet. */
    void add(long through, Swaps swaps) {
        if (swaps.size() == 0) {
            return;
        }
        for (long block = next(); points.size() <= POINTS && block <= through; block = next()) {
            // Before the first swap there is no price: the first swap's stands for it.
            int count = Math.max(1, swaps.countThrough(block));
            points.add(new PricePoint(block, swaps.price(count - 1)));
        }
    }

    private long next() {
        return blocks.first() + (long) ((double) (blocks.last() - blocks.first()) * points.size() / POINTS);
    }

    /** The points, by block. */
    public List<PricePoint> points() {
        return List.copyOf(points);
    }
}
