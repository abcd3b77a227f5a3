package weir.backtest.experiment;

import java.util.Optional;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapHistory;
import weir.history.SwapRow;

/** Single swaps of a history: the first and the last one of a range of blocks, and the block time they show. */
final class StoredSwap {

    private static final long FIRST_LOOK_BACK = 1_000;

    private StoredSwap() {}

    static Optional<SwapRow> first(SwapHistory history, PoolKey pool, BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            return cursor.next(batch) ? Optional.of(batch.row(0)) : Optional.empty();
        }
    }

    /** Searches backwards in growing steps, because the last swap is usually near. */
    static Optional<SwapRow> last(SwapHistory history, PoolKey pool, BlockRange blocks) {
        for (long span = FIRST_LOOK_BACK; ; span *= 8) {
            long from = Math.max(blocks.first(), blocks.last() - span);
            SwapRow found = lastScanned(history, pool, new BlockRange(from, blocks.last()));
            if (found != null || from == blocks.first()) {
                return Optional.ofNullable(found);
            }
        }
    }

    private static SwapRow lastScanned(SwapHistory history, PoolKey pool, BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        SwapRow last = null;
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                last = batch.row(batch.size() - 1);
            }
        }
        return last;
    }

    /** Mean seconds between two blocks by the times of the swaps; NaN if the swaps have no times. */
    static double blockSeconds(SwapHistory history, PoolKey pool, BlockRange blocks) {
        Optional<SwapRow> first = first(history, pool, blocks);
        Optional<SwapRow> last = last(history, pool, blocks);
        boolean timed = first.isPresent()
                && first.get().timestamp() >= 0
                && last.get().timestamp() > first.get().timestamp();
        return timed
                ? (double) (last.get().timestamp() - first.get().timestamp())
                        / (last.get().block() - first.get().block())
                : Double.NaN;
    }
}
