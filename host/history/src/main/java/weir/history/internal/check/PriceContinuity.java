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
 * Checks that imported prices continue the stored prices of the pool. Rows do not contain their pool. If a price is thousands of times
 * the nearest stored one, the rows are of another pool, the tokens are exchanged, or the decimals are wrong.
 */
public final class PriceContinuity {

    /** No pool's price changes by this factor between two imports. */
    private static final double MAX_PRICE_FACTOR = 1_000;

    private PriceContinuity() {}

    /** @throws HistoryException if the first row of a source cannot belong to the pool */
    public static void requireContinuousPrice(SwapHistory history, PoolKey pool, SwapRow row, String place) {
        PoolInfo info = history.pool(pool).orElse(null);
        double stored = info == null ? Double.NaN : nearestSqrtPriceX96(history, info, row.block());
        double factor = Math.pow(row.sqrtPriceX96().doubleValue() / stored, 2);
        if (factor > MAX_PRICE_FACTOR || factor < 1 / MAX_PRICE_FACTOR) {
            throw new HistoryException(
                    place,
                    String.format(
                            Locale.ROOT,
                            "the price is %.3g times that of the nearest stored swap of pool %s",
                            factor,
                            pool),
                    "These swaps belong to another pool, or the tokens are exchanged: check --pool and `weir history info`");
        }
    }

    /** Returns the square root of the price of the first stored swap from the block on, otherwise of the last one before; NaN if none. */
    private static double nearestSqrtPriceX96(SwapHistory history, PoolInfo info, long block) {
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
