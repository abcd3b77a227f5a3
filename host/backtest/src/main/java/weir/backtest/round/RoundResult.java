package weir.backtest.round;

import java.util.List;
import weir.backtest.Performance;
import weir.strategy.Position;

/**
 * What a round came to for one miner.
 *
 * @param accepted whether the miner stayed in to the end
 * @param refusalReason why not, in the validator's words or the miner's; {@code null} if it stayed in, and where
 *     neither gives one
 * @param history its rebalances, oldest first; the batch loop forgets those of a miner that is out
 * @param finalPositions what it held at the end
 * @param performance evaluation of the history; {@code null} where there was none to make
 * @param score the round's score; {@code null} where the validator computes none
 */
public record RoundResult(
        boolean accepted,
        String refusalReason,
        List<RebalanceEvent> history,
        List<Position> finalPositions,
        Performance performance,
        Double score) {

    public RoundResult {
        history = List.copyOf(history);
        finalPositions = List.copyOf(finalPositions);
    }
}
