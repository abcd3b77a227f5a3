package weir.backtest.round;

import java.util.List;
import weir.backtest.Performance;

/**
 * The result of a live round, from which no miner is excluded.
 *
 * @param history executed rebalances, oldest first
 * @param executions attempts to execute a rebalance, oldest first
 * @param performance evaluation of the history
 * @param score score of the round
 */
public record LiveResult(
        List<RebalanceEvent> history, List<Execution> executions, Performance performance, double score) {

    public LiveResult {
        history = List.copyOf(history);
        executions = List.copyOf(executions);
    }

    /**
     * An attempt to execute desired positions on chain.
     *
     * @param block block of the check
     * @param success whether the positions were opened
     */
    public record Execution(long block, boolean success) {}

    /** Number of failed attempts. */
    public long failureCount() {
        return executions.stream().filter(execution -> !execution.success()).count();
    }
}
