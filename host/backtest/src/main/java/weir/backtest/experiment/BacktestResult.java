package weir.backtest.experiment;

import java.util.List;
import java.util.Optional;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapRow;

/**
 * The result of a backtest.
 *
 * @param poolInfo the stored history of the pool
 * @param plan the period and how it was played
 * @param strategies the backtested strategy first, then those it is compared with
 * @param prices prices over the period
 * @param secondsPerBlock mean seconds between two blocks of the period; NaN if unknown
 * @param lookAhead whether the backtested strategy looks ahead
 */
public record BacktestResult(
        PoolInfo poolInfo,
        BacktestPlan plan,
        List<StrategyResult> strategies,
        PriceSeries prices,
        double secondsPerBlock,
        LookAheadResult lookAhead) {

    public BacktestResult {
        strategies = List.copyOf(strategies);
    }

    /** The backtested strategy. */
    public StrategyResult primaryStrategy() {
        return strategies.get(0);
    }

    /** The models of the evaluation, the validator's first. */
    public List<Model> models() {
        return List.copyOf(primaryStrategy().totals().totalsByModel().keySet());
    }

    /** Mean seconds between two blocks of a run: by the times of its swaps, else by the rules of the chain; NaN if unknown. */
    public static double secondsPerBlock(BacktestPlan run) {
        double stored = secondsPerBlock(run.history(), run.pool().key(), run.blocks());
        return Double.isNaN(stored) ? run.pool().blockSeconds() : stored;
    }

    /** Mean seconds between two blocks by the times of the swaps; NaN if the swaps have no times. */
    static double secondsPerBlock(SwapHistory history, PoolKey pool, BlockRange blocks) {
        Optional<SwapRow> first = history.first(pool, blocks);
        if (first.isEmpty() || first.get().timestamp() < 0) {
            return Double.NaN;
        }
        SwapRow last = history.last(pool, blocks).orElseThrow();
        long seconds = last.timestamp() - first.get().timestamp();
        return seconds > 0 ? (double) seconds / (last.block() - first.get().block()) : Double.NaN;
    }

    /** Hours from the period's first block to a block; NaN if unknown. */
    public double hoursAfterStart(long block) {
        return (block - plan.blocks().first()) * secondsPerBlock / 3600;
    }
}
