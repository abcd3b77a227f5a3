package weir.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
     * @param postponed blocks by which it begins later than planned, because the validator's evaluation fails for every
     *     round that begins in a block with a swap
     */
    public record Planned(Round round, long endBlock, long postponed) {}

    /**
     * The whole rounds from {@code fromBlock} through {@code toBlock} in which there is a price and a block without a swap to
     * begin with.
     */
    public List<Planned> over(Swaps swaps, long fromBlock, long toBlock) {
        List<Planned> rounds = new ArrayList<>();
        for (long first = fromBlock; toBlock - first >= roundBlocks - 1; first += roundBlocks) {
            long last = first + roundBlocks - 1;
            long begin = quietBlock(swaps, first);
            if (begin < last && swaps.countThrough(begin) > 0) {
                rounds.add(new Planned(
                        template.startingAt(begin, template.roundId() + "-" + rounds.size()), last, begin - first));
            }
        }
        return rounds;
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
