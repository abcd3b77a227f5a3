package weir.history.internal.check;

import java.util.Locale;
import java.util.OptionalDouble;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapHistory;
import weir.history.SwapRow;

/**
 * Checks that imported swaps continue the stored prices of the pool. Rows do not name their pool; a price thousands of times the
 * nearest stored one belongs to another pool, to exchanged tokens or to other decimals.
 */
public final class PriceContinuity {

    /** No pool's price changes by this factor between two imports. */
    private static final double MAX_FACTOR = 1_000;

    private static final long FIRST_SPAN = 1_000;
    private static final int GROWTH = 8;

    private PriceContinuity() {}

    /** @throws HistoryException if the first row of a source cannot belong to the pool */
    public static void requireNear(SwapHistory history, PoolKey pool, SwapRow row, String place) {
        PoolInfo info = history.pool(pool).orElse(null);
        double stored =
                info == null ? Double.NaN : nearest(history, info, row.block()).orElse(Double.NaN);
        double times = Math.pow(row.sqrtPriceX96().doubleValue() / stored, 2);
        if (times > MAX_FACTOR || times < 1 / MAX_FACTOR) {
            throw new HistoryException(
                    place,
                    String.format(
                            Locale.ROOT,
                            "the price is %.3g times that of the nearest stored swap of pool %s",
                            times,
                            pool),
                    "These swaps belong to another pool, or the tokens are exchanged: check --pool and `weir history info`");
        }
    }

    private static OptionalDouble nearest(SwapHistory history, PoolInfo info, long block) {
        if (block <= info.lastBlock()) {
            OptionalDouble later = first(history, info.pool(), new BlockRange(block, info.lastBlock()));
            if (later.isPresent()) {
                return later;
            }
        }
        long last = Math.min(block, info.lastBlock());
        for (long span = FIRST_SPAN; ; span *= GROWTH) {
            long from = Math.max(info.firstBlock(), last - span);
            OptionalDouble earlier =
                    from > last ? OptionalDouble.empty() : first(history, info.pool(), new BlockRange(from, last));
            if (earlier.isPresent() || from == info.firstBlock() || from > last) {
                return earlier;
            }
        }
    }

    private static OptionalDouble first(SwapHistory history, PoolKey pool, BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            return cursor.next(batch) ? OptionalDouble.of(batch.sqrtPricesX96().toDouble(0)) : OptionalDouble.empty();
        }
    }
}
