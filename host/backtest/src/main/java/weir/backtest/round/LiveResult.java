package weir.backtest.round;

import java.util.List;
import weir.backtest.Performance;

/**
 * The result of a live round. Live rounds exclude no miner.
 *
 * @param history successful rebalances, oldest first
 * @param executions attempts to open the desired positions on chain, oldest first
 * @param performance performance of the rebalances; {@code null} without a successful one, or if its evaluation fails
 * @param failureReason why the evaluation fails, for example a swap before the first rebalance; {@code null} if it does not fail
 * @param score score of the round; -100 without a performance
 */
public record LiveResult(
        List<RebalanceEvent> history,
        List<Execution> executions,
        Performance performance,
        String failureReason,
        double score) {

    public LiveResult {
        history = List.copyOf(history);
        executions = List.copyOf(executions);
    }

    /**
     * An attempt to open desired positions on chain.
     *
     * @param block block of the check
     * @param success whether the positions were opened
     */
    public record Execution(long block, boolean success) {}

    /** Number of failed attempts. */
    public long failureCount() {
        return executions.stream().filter(execution -> !execution.success()).count();
    }

    /**
     * Whether the validator adds the score to the miner's live average. It does not if every attempt failed. It does if the miner never
     * desired other positions, or if only some attempts failed; the miner guide announces a score of -100 for the latter, but validators
     * compute the normal score.
     */
    public boolean isScoreCounted() {
        return executions.isEmpty() || failureCount() < executions.size();
    }
}
