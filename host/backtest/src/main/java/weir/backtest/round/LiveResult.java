package weir.backtest.round;

import java.util.List;
import weir.backtest.Performance;

/**
 * The result of a live round. Live rounds exclude no miner.
 *
 * @param history successful rebalances, oldest first
 * @param executions attempts to open the desired positions on chain, oldest first
 * @param performance performance of the rebalances
 * @param score score of the round
 */
public record LiveResult(
        List<RebalanceEvent> history, List<Execution> executions, Performance performance, double score) {

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
}
