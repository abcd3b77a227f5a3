package weir.backtest.round;

import java.util.List;
import weir.backtest.Performance;
import weir.strategy.Position;

/**
 * The result of a round for one miner.
 *
 * @param accepted whether the miner took part until the end
 * @param refusalReason why the miner did not take part until the end, in the words of the validator or the miner; {@code null} if it
 *     did, or no reason is recorded
 * @param history its rebalances, oldest first; empty for a miner that {@link RoundLoop#runBatch} excluded
 * @param finalPositions its positions at the end
 * @param performance performance of the rebalances; {@code null} if it was not evaluated
 * @param score score of the round; {@code null} if the validator computes none
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
