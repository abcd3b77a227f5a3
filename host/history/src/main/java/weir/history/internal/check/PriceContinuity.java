package weir.history.internal.check;

import java.util.Locale;
import java.util.Optional;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapRow;

/**
 * Checks that imported swaps continue the stored prices of the pool. Rows do not name their pool; a price thousands of times the
 * nearest stored one belongs to another pool, to exchanged tokens or to other decimals.
 */
public final class PriceContinuity {

    /** No pool's price changes by this factor between two imports. */
    private static final double MAX_FACTOR = 1_000;

    private PriceContinuity() {}

    /** @throws HistoryException if the first row of a source cannot belong to the pool */
    public static void requireNear(SwapHistory history, PoolKey pool, SwapRow row, String place) {
        PoolInfo info = history.pool(pool).orElse(null);
        double stored = info == null ? Double.NaN : nearest(history, info, row.block());
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

    /** The price of the first stored swap from the block on, else of the last one before it; NaN if there is none. */
    private static double nearest(SwapHistory history, PoolInfo info, long block) {
        Optional<SwapRow> later = block > info.lastBlock()
                ? Optional.empty()
                : history.first(info.pool(), new BlockRange(block, info.lastBlock()));
        long last = Math.min(block, info.lastBlock());
        return later.or(() -> last < info.firstBlock()
                        ? Optional.empty()
                        : history.last(info.pool(), new BlockRange(info.firstBlock(), last)))
                .map(row -> row.sqrtPriceX96().doubleValue())
                .orElse(Double.NaN);
    }
}
