package weir.backtest.round;

import weir.backtest.ValidatorEvaluation.BlockPrice;

/**
 * The timing of the validator's loop and the way it reads prices. Recorded swaps do not determine them, because they depend on the
 * validator's connections and database. The defaults are an ideal loop: no delay, one query per check, and closing prices.
 *
 * @param startDelayBlocks blocks between the first block of a round and the price of its first query; meanwhile the validator reads the
 *     vault
 * @param chargeDelayBlocks blocks between the price of a query and the price at which the validator subtracts (charges) new
 *     positions from the inventory; it reads this price after the replies
 * @param queriesPerCheck number of queries per miner at each check but the first; the validator queries again until it sees a
 *     new block, and before the first query it reads the vault, which takes longer than a block
 * @param blockPrice the swap whose price is the price of a block in the evaluation
 * @param hasExactPrice whether a query has the exact price; if not, the price is rounded to a double, as in the validator's JSON
 */
public record LoopOptions(
        long startDelayBlocks,
        long chargeDelayBlocks,
        int queriesPerCheck,
        BlockPrice blockPrice,
        boolean hasExactPrice) {

    /** The ideal loop; queries have rounded prices. */
    public static final LoopOptions DEFAULT = new LoopOptions(0, 0, 1, BlockPrice.LAST, false);

    /** Maximum of {@link #queriesPerCheck}. */
    public static final int MAX_QUERIES_PER_CHECK = 100;

    /** @throws IllegalArgumentException if a value is out of range */
    public LoopOptions {
        if (startDelayBlocks < 0 || chargeDelayBlocks < 0) {
            throw new IllegalArgumentException(
                    "delays of " + startDelayBlocks + " and " + chargeDelayBlocks + " blocks must not be negative");
        }
        if (queriesPerCheck < 1 || queriesPerCheck > MAX_QUERIES_PER_CHECK) {
            throw new IllegalArgumentException(
                    queriesPerCheck + " queries per check are not between 1 and " + MAX_QUERIES_PER_CHECK);
        }
    }

    /** Largest number of blocks between a check and a price that the validator reads for it. */
    public long maxDelayBlocks() {
        return startDelayBlocks + chargeDelayBlocks;
    }
}
