package weir.history.internal.check;

import java.util.Arrays;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.Int256Column;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.uniswap.v3.TickMath;

/**
 * Validates batches of swaps before they are stored: their order, whether price and tick match, and the signs, direction and size of the
 * amounts. Each rule follows from the code of the pool contract, so a row that violates one is invalid. Not thread-safe.
 */
public final class SwapValidator {

    private static final String FETCH_AGAIN = "Fetch the rows of this pool again";

    /** Minimum number of rows for {@link #checkSizes}. */
    private static final int MIN_COMPARED_ROWS = 16;

    /** In raw units. Rounding and the fee dominate smaller amounts. */
    private static final double MIN_COMPARED_AMOUNT = 1_000;

    private final PoolKey pool;
    private final TickRatioCache tickRatios = new TickRatioCache();

    public SwapValidator(PoolKey pool) {
        this.pool = pool;
    }

    /** Returns the pool whose swaps are validated. */
    public PoolKey pool() {
        return pool;
    }

    /**
     * Checks a batch that contains the swaps of a range of blocks.
     *
     * @throws HistoryException if a row is invalid; {@link HistoryException#row} is its index
     */
    public void check(BlockRange blocks, SwapBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            checkOrder(blocks, batch, row);
        }
        for (int row = 0; row < batch.size(); row++) {
            checkPrice(batch, row);
            checkAmounts(batch, row);
        }
        checkSizes(batch);
    }

    private void checkOrder(BlockRange blocks, SwapBatch batch, int row) {
        long block = batch.blocks()[row];
        if (!blocks.contains(block)) {
            throw invalid(batch, row, "the block is outside " + blocks, "Sort the rows by block and log index");
        }
        if (batch.logIndexes()[row] < 0) {
            throw invalid(batch, row, "the log index is negative", FETCH_AGAIN);
        }
        long time = batch.timestamps()[row];
        if (time != SwapRow.UNKNOWN_TIME && !UnixTime.isPossible(time)) {
            throw invalid(batch, row, "its time " + time + " is not from 2015 to 2099", "Give Unix seconds");
        }
        if (row == 0) {
            return;
        }
        long previousBlock = batch.blocks()[row - 1];
        int order = block != previousBlock
                ? Long.compare(block, previousBlock)
                : Integer.compare(batch.logIndexes()[row], batch.logIndexes()[row - 1]);
        if (order == 0) {
            throw invalid(batch, row, "this swap occurs twice", "Remove the duplicate");
        }
        if (order < 0) {
            throw invalid(batch, row, "it comes after block " + previousBlock, "Sort the rows by block and log index");
        }
        if (time >= 0 && time < batch.timestamps()[row - 1]) {
            throw invalid(batch, row, "its time " + time + " is before that of the previous row", FETCH_AGAIN);
        }
    }

    private void checkPrice(SwapBatch batch, int row) {
        int tick = batch.ticks()[row];
        Int256Column prices = batch.sqrtPricesX96();
        if (tick < TickMath.MIN_TICK || tick >= TickMath.MAX_TICK) {
            throw invalid(batch, row, "tick " + tick + " is outside the range of a pool", "Check the columns");
        }
        boolean hasPrice = prices.signum(row) > 0;
        int above = hasPrice ? tickRatios.compare(prices, row, tick) : -1;
        // A downward swap that stops at an initialised tick leaves the price at that tick and the tick below it.
        if (above < 0 || tickRatios.compare(prices, row, tick + 1) > 0) {
            throw invalid(
                    batch,
                    row,
                    "price " + prices.get(row) + " and tick " + tick + " do not match",
                    "sqrt_price_x96 must lie between the ratios of tick and tick + 1: check the columns, or fetch again");
        }
    }

    private void checkAmounts(SwapBatch batch, int row) {
        Int256Column liquidity = batch.liquidity();
        if (liquidity.signum(row) < 0
                || liquidity.limbCount() > 2 && liquidity.get(row).bitLength() > 128) {
            throw invalid(batch, row, "liquidity " + liquidity.get(row) + " is not a uint128", "Check the columns");
        }
        int sign0 = batch.amounts0().signum(row);
        int sign1 = batch.amounts1().signum(row);
        if (sign0 * sign1 > 0) {
            throw invalid(
                    batch,
                    row,
                    "both amounts have the same sign",
                    "Give the changes of the pool's balances: positive if the pool received tokens, negative if it paid them");
        }
        int priceChange = row == 0 ? 0 : compare(batch.sqrtPricesX96(), row, row - 1);
        if (priceChange * (sign0 != 0 ? -sign0 : sign1) < 0) {
            throw invalid(
                    batch,
                    row,
                    "the price moved against the amounts",
                    "Rows are missing before this one, or amount0 and amount1 are exchanged: fetch again");
        }
    }

    private static int compare(Int256Column column, int a, int b) {
        for (int limb = column.limbCount() - 1; limb >= 0; limb--) {
            int order = Long.compareUnsigned(column.limb(limb)[a], column.limb(limb)[b]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Rejects the batch if the median of amount1 / amount0 is far from the price: the decimals are exchanged, or the pool is wrong. */
    private void checkSizes(SwapBatch batch) {
        double[] log10Deviations = new double[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            double amount0 = Math.abs(batch.amounts0().toDouble(row));
            double amount1 = Math.abs(batch.amounts1().toDouble(row));
            if (amount0 >= MIN_COMPARED_AMOUNT && amount1 >= MIN_COMPARED_AMOUNT) {
                double sqrtPrice = Math.scalb(batch.sqrtPricesX96().toDouble(row), -96);
                log10Deviations[count++] = Math.log10(amount1 / amount0 / sqrtPrice / sqrtPrice);
            }
        }
        Arrays.sort(log10Deviations, 0, count);
        double median = count < MIN_COMPARED_ROWS ? 0 : log10Deviations[count / 2];
        if (Math.abs(median) > 1) {
            throw invalid(
                    batch,
                    0,
                    "from here on amount1 / amount0 is 10^" + Math.round(median) + " times the pool's price",
                    "Decimals are exchanged or the amounts are not raw token units: give integers as in the Swap event");
        }
    }

    private HistoryException invalid(SwapBatch batch, int row, String fault, String remedy) {
        String place = "pool " + pool + " block " + batch.blocks()[row] + " log index " + batch.logIndexes()[row];
        return HistoryException.ofRow(row, place, fault, remedy);
    }
}
