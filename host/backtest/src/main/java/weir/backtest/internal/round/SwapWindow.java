package weir.backtest.internal.round;

import weir.backtest.Swaps;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.strategy.Market;

/**
 * Reads swaps with a cursor and keeps those of a range of blocks, and the earlier ones that the market view shows. The range moves
 * forward. For one thread.
 */
public final class SwapWindow {

    private final SwapCursor cursor;
    private final SwapBatch batch = new SwapBatch();
    private Swaps loadedSwaps = Swaps.NONE;
    private boolean hasMore = true;

    public SwapWindow(SwapCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Moves to a range. The result contains every swap of the range, the newest ones before it, and possibly later ones.
     *
     * @param first first block of the range, not below that of an earlier call
     * @param last last block of the range
     */
    public Swaps load(long first, long last) {
        while (hasMore && (loadedSwaps.size() == 0 || loadedSwaps.block(loadedSwaps.size() - 1) <= last)) {
            hasMore = cursor.next(batch);
            loadedSwaps = withNextBatch(first);
        }
        return loadedSwaps;
    }

    private Swaps withNextBatch(long first) {
        int keepFrom = Math.max(0, loadedSwaps.countThrough(first - 1) - Market.MAX_ENTRIES);
        return Swaps.builder(loadedSwaps.size() - keepFrom + batch.size())
                .add(loadedSwaps, keepFrom, loadedSwaps.size())
                .add(batch)
                .build();
    }
}
