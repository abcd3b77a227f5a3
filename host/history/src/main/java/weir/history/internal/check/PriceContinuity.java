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
 * Whether swaps go on where the stored ones of the pool are: a price that is thousands of times the nearest stored one is that
 * of another pool, of exchanged tokens or of other decimals. The rows themselves do not say which pool they are of.
 */
public final class PriceContinuity {

    /** No pool's price moves so far between what is imported in pieces. */
    private static final double FAR = 1_000;

    private static final long STEP = 1_000;
    private static final int WIDEN = 8;

    private PriceContinuity() {}

    /** @throws HistoryException if a source's first row cannot be of the pool */
    public static void requireNear(SwapHistory history, PoolKey pool, SwapRow row, String place) {
        PoolInfo info = history.pool(pool).orElse(null);
        double stored =
                info == null ? Double.NaN : nearest(history, info, row.block()).orElse(Double.NaN);
        double times = Math.pow(row.sqrtPriceX96().doubleValue() / stored, 2);
        if (times > FAR || times < 1 / FAR) {
            throw new HistoryException(
                    place,
                    String.format(
                            Locale.ROOT,
                            "the price is %.3g times that of the nearest stored swap of pool %s",
                            times,
                            pool),
                    "These swaps are of another pool, or tokens are exchanged: check --pool, and `weir history info`");
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
        for (long step = STEP; ; step *= WIDEN) {
            long from = Math.max(info.firstBlock(), last - step);
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
