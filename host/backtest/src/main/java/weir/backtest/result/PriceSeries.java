package weir.backtest.result;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Swaps;
import weir.history.BlockRange;
import weir.strategy.Market.Observation;

/** Prices at evenly spaced blocks of a period, for a chart. For one thread. */
public final class PriceSeries {

    /** Maximum number of points after the first one. */
    public static final int MAX_POINTS = 900;

    private final BlockRange blocks;
    private final List<Observation> points = new ArrayList<>();

    /** An empty series for a range of blocks. */
    public PriceSeries(BlockRange blocks) {
        this.blocks = blocks;
    }

    /** Adds the missing points up to a block. */
    public void add(long through, Swaps swaps) {
        if (swaps.size() == 0) {
            return;
        }
        for (long block = nextBlock(); points.size() <= MAX_POINTS && block <= through; block = nextBlock()) {
            // A block before the first swap has no price; it gets the price after the first swap.
            int count = Math.max(1, swaps.countThrough(block));
            points.add(new Observation(block, swaps.price(count - 1)));
        }
    }

    private long nextBlock() {
        return blocks.first() + (long) ((double) (blocks.last() - blocks.first()) * points.size() / MAX_POINTS);
    }

    /** The points, in the order of blocks. */
    public List<Observation> points() {
        return List.copyOf(points);
    }
}
