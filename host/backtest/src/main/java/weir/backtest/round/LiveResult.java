package weir.backtest.round;

import java.util.List;
import weir.backtest.Performance;

/**
 * What a live round came to. Nothing that a miner does puts it out of a live round.
 *
 * @param history rebalances that were executed, oldest first
 * @param executions all attempts to execute, oldest first
 * @param performance evaluation of the history
 * @param score the round's score
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
     * @param success whether the positions are in force now
     */
    public record Execution(long block, boolean success) {}

    /** How many attempts failed. */
    public long failures() {
        return executions.stream().filter(execution -> !execution.success()).count();
    }
}
