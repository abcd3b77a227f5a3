package weir.backtest.round;

import java.util.Optional;
import weir.backtest.Swaps;

/**
 * Divides a period into consecutive rounds.
 *
 * @param template constants of every round; id and first block are replaced
 * @param roundBlocks number of blocks of a round: 450 on Base for the validator's 900 seconds
 */
public record RoundPlan(Round template, long roundBlocks) {

    public RoundPlan {
        if (roundBlocks <= 0) {
            throw new IllegalArgumentException("roundBlocks " + roundBlocks + " must be positive");
        }
    }

    /**
     * A planned round.
     *
     * @param round the constants of the round
     * @param endBlock last block
     * @param delayBlocks number of blocks by which the round starts later than planned. There is no price before the first swap, and the
     *     validator's evaluation fails for a round that starts in a block with a swap
     */
    public record PlannedRound(Round round, long endBlock, long delayBlocks) {}

    /**
     * Plans the round that starts at a block, or at the next possible one. Empty if there is no price, or every block contains a swap.
     *
     * @param swaps swaps of the pool, from one at or before the block to the last of the round
     * @param first first block by the plan
     */
    public Optional<PlannedRound> planRound(Swaps swaps, long first) {
        if (swaps.size() == 0) {
            return Optional.empty();
        }
        long last = lastBlock(first);
        long begin = firstBlockWithoutSwap(swaps, Math.max(first, swaps.block(0) + 1));
        return begin < last
                ? Optional.of(new PlannedRound(
                        template.withStart(begin, template.roundId() + "-" + first), last, begin - first))
                : Optional.empty();
    }

    /** Last block of the round with this first block by the plan. */
    public long lastBlock(long first) {
        return first + roundBlocks - 1;
    }

    private static long firstBlockWithoutSwap(Swaps swaps, long from) {
        long block = from;
        int i = swaps.countThrough(block - 1);
        while (i < swaps.size() && swaps.block(i) == block) {
            block++;
            i = swaps.countThrough(block - 1);
        }
        return block;
    }
}
