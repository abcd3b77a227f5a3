package weir.backtest.round;

import java.util.Objects;
import java.util.Optional;
import weir.backtest.Swaps;

/**
 * Cuts a period into rounds, one after the other.
 *
 * @param template every round is this one but for its id and first block
 * @param roundBlocks blocks of a round: 450 on Base for the validator's 900 seconds
 */
public record RoundPlan(Round template, long roundBlocks) {

    public RoundPlan {
        Objects.requireNonNull(template, "template");
        if (roundBlocks <= 0) {
            throw new IllegalArgumentException("roundBlocks " + roundBlocks + " must be positive");
        }
    }

    /**
     * A round to play.
     *
     * @param round what is fixed
     * @param endBlock last block
     * @param postponed blocks by which it begins later than planned: before the first swap there is no price, and the
     *     validator's evaluation fails for every round that begins in a block with a swap
     */
    public record Planned(Round round, long endBlock, long postponed) {}

    /**
     * The round planned to begin at a block; empty where it has no price, or no block without a swap to begin with.
     *
     * @param swaps swaps of the pool, from one at or before the block through the round's last
     * @param first planned first block
     */
    public Optional<Planned> round(Swaps swaps, long first) {
        if (swaps.size() == 0) {
            return Optional.empty();
        }
        long last = lastBlock(first);
        long begin = quietBlock(swaps, Math.max(first, swaps.block(0) + 1));
        return begin < last
                ? Optional.of(
                        new Planned(template.startingAt(begin, template.roundId() + "-" + first), last, begin - first))
                : Optional.empty();
    }

    /** Last block of the round planned to begin at a block. */
    public long lastBlock(long first) {
        return first + roundBlocks - 1;
    }

    private static long quietBlock(Swaps swaps, long from) {
        long block = from;
        int i = swaps.countThrough(block - 1);
        while (i < swaps.size() && swaps.block(i) == block) {
            block++;
            i = swaps.countThrough(block - 1);
        }
        return block;
    }
}
