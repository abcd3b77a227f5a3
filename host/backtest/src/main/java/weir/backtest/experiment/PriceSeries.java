package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Swaps;
import weir.history.BlockRange;
import weir.strategy.Market.Observation;

/** Prices at evenly spaced blocks of a period: at most as many as a chart can show. For one thread. */
public final class PriceSeries {

    /** Largest number of points. */
    public static final int MAX_POINTS = 900;

    private final BlockRange blocks;
    private final List<Observation> points = new ArrayList<>();

    PriceSeries(BlockRange blocks) {
        this.blocks = blocks;
    }

    /** Adds the points up to a block that are not there yet. */
    void add(long through, Swaps swaps) {
        if (swaps.size() == 0) {
            return;
        }
        for (long block = nextBlock(); points.size() <= MAX_POINTS && block <= through; block = nextBlock()) {
            // Before the first swap there is no price: the first swap's stands for it.
            int count = Math.max(1, swaps.countThrough(block));
            points.add(new Observation(block, swaps.price(count - 1)));
        }
    }

    private long nextBlock() {
        return blocks.first() + (long) ((double) (blocks.last() - blocks.first()) * points.size() / MAX_POINTS);
    }

    /** The points, by block. */
    public List<Observation> points() {
        return List.copyOf(points);
    }
}
