package weir.history.internal.check;

import java.util.Arrays;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.Int256Column;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.uniswap.v3.TickMath;

/**
 * What every batch of swaps must satisfy before it is stored: order, price against tick, signs and direction of the
 * amounts, sizes. Each rule follows from the pool's own code, so a row that breaks one is wrong, whatever its source. Not
 * thread-safe.
 */
public final class SwapValidator {

    private static final String FETCH = "Fetch the rows of this pool again";

    /** Below this many usable rows, amounts and prices are not compared as a whole. */
    private static final int ENOUGH = 16;

    /** Amounts below it are mostly rounding and fee. */
    private static final double DUST = 1_000;

    private final PoolKey pool;
    private final TickRatioCache ratios = new TickRatioCache();

    public SwapValidator(PoolKey pool) {
        this.pool = pool;
    }

    /** Judges a batch said to hold the swaps of these blocks. */
    public void check(BlockRange blocks, SwapBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            order(blocks, batch, row);
        }
        for (int row = 0; row < batch.size(); row++) {
            price(batch, row);
            amounts(batch, row);
        }
        sizes(batch);
    }

    private void order(BlockRange blocks, SwapBatch batch, int row) {
        long block = batch.blocks()[row];
        if (!blocks.contains(block)) {
            throw bad(batch, row, "the block is outside " + blocks, "Sort the rows by block and log index");
        }
        if (batch.logIndexes()[row] < 0) {
            throw bad(batch, row, "the log index is negative", FETCH);
        }
        if (row == 0) {
            return;
        }
        long earlier = batch.blocks()[row - 1];
        int order = block != earlier
                ? Long.compare(block, earlier)
                : Integer.compare(batch.logIndexes()[row], batch.logIndexes()[row - 1]);
        if (order == 0) {
            throw bad(batch, row, "this swap is there twice", "Remove the duplicate");
        }
        if (order < 0) {
            throw bad(batch, row, "it comes after block " + earlier, "Sort the rows by block and log index");
        }
        long time = batch.timestamps()[row];
        if (time >= 0 && time < batch.timestamps()[row - 1]) {
            throw bad(batch, row, "its time " + time + " is before that of the row above", FETCH);
        }
    }

    private void price(SwapBatch batch, int row) {
        int tick = batch.ticks()[row];
        Int256Column prices = batch.sqrtPricesX96();
        if (tick < TickMath.MIN_TICK || tick >= TickMath.MAX_TICK) {
            throw bad(batch, row, "tick " + tick + " is beyond what a pool can have", "Check the columns");
        }
        boolean possible = prices.signum(row) > 0;
        int above = possible ? ratios.compare(prices, row, tick) : -1;
        // A swap that stops at an initialised tick from above leaves the price on it and the tick below it.
        if (above < 0 || ratios.compare(prices, row, tick + 1) > 0) {
            throw bad(
                    batch,
                    row,
                    "price " + prices.get(row) + " and tick " + tick + " do not belong together",
                    "sqrt_price_x96 must lie between the ratios of tick and tick + 1: check the columns, or fetch again");
        }
    }

    private void amounts(SwapBatch batch, int row) {
        Int256Column liquidity = batch.liquidity();
        if (liquidity.signum(row) < 0
                || liquidity.limbs() > 2 && liquidity.get(row).bitLength() > 128) {
            throw bad(batch, row, "liquidity " + liquidity.get(row) + " is not a uint128", "Check the columns");
        }
        int sign0 = batch.amounts0().signum(row);
        int sign1 = batch.amounts1().signum(row);
        if (sign0 * sign1 > 0) {
            throw bad(
                    batch,
                    row,
                    "both amounts have the same sign",
                    "Amounts are the pool's side: what it received is positive, what it paid negative");
        }
        int moved = row == 0 ? 0 : compare(batch.sqrtPricesX96(), row, row - 1);
        if (moved * (sign0 != 0 ? -sign0 : sign1) < 0) {
            throw bad(
                    batch,
                    row,
                    "the price moved against the amounts",
                    "Rows are missing before this one, or amount0 and amount1 are exchanged: fetch again");
        }
    }

    private static int compare(Int256Column column, int a, int b) {
        for (int limb = column.limbs() - 1; limb >= 0; limb--) {
            int order = Long.compareUnsigned(column.limb(limb)[a], column.limb(limb)[b]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Exchanged decimals or another pool's amounts show as a median price far from the pool's, in all rows alike. */
    private void sizes(SwapBatch batch) {
        double[] decades = new double[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            double amount0 = Math.abs(batch.amounts0().toDouble(row));
            double amount1 = Math.abs(batch.amounts1().toDouble(row));
            if (amount0 >= DUST && amount1 >= DUST) {
                double sqrtPrice = Math.scalb(batch.sqrtPricesX96().toDouble(row), -96);
                decades[count++] = Math.log10(amount1 / amount0 / sqrtPrice / sqrtPrice);
            }
        }
        Arrays.sort(decades, 0, count);
        double median = count < ENOUGH ? 0 : decades[count / 2];
        if (Math.abs(median) > 1) {
            throw bad(
                    batch,
                    0,
                    "from here on amount1 / amount0 is 10^" + Math.round(median) + " times the pool's price",
                    "Decimals are exchanged or the amounts are not raw token units: give integers as in the Swap event");
        }
    }

    private HistoryException bad(SwapBatch batch, int row, String fault, String remedy) {
        String place = "pool " + pool + " block " + batch.blocks()[row] + " log index " + batch.logIndexes()[row];
        return HistoryException.ofRow(row, place, fault, remedy);
    }
}
