package weir.backtest.experiment;

import java.util.List;
import java.util.Optional;
import weir.backtest.result.Model;
import weir.backtest.result.PriceSeries;
import weir.backtest.result.StrategyResult;
import weir.backtest.stats.StationaryBootstrap;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapRow;

/**
 * The result of a backtest.
 *
 * @param poolInfo metadata of the stored history of the pool
 * @param plan the settings of the backtest
 * @param strategies the backtested strategy first, then the strategies it is compared with
 * @param prices prices over the period
 * @param secondsPerBlock mean time between two blocks in seconds; NaN if unknown
 * @param lookAhead result of the look-ahead check of the backtested strategy
 * @param statistics means over the rounds, and their intervals
 */
public record BacktestResult(
        PoolInfo poolInfo,
        BacktestPlan plan,
        List<StrategyResult> strategies,
        PriceSeries prices,
        double secondsPerBlock,
        LookAheadResult lookAhead,
        BacktestStatistics statistics) {

    public BacktestResult {
        strategies = List.copyOf(strategies);
    }

    /** A result with the statistics of its strategies. */
    public BacktestResult(
            PoolInfo poolInfo,
            BacktestPlan plan,
            List<StrategyResult> strategies,
            PriceSeries prices,
            double secondsPerBlock,
            LookAheadResult lookAhead,
            StationaryBootstrap bootstrap) {
        this(
                poolInfo,
                plan,
                strategies,
                prices,
                secondsPerBlock,
                lookAhead,
                BacktestStatistics.of(strategies, plan.models(), bootstrap));
    }

    /** The backtested strategy. */
    public StrategyResult primaryStrategy() {
        return strategies.get(0);
    }

    /** The evaluation models, the validator's first. */
    public List<Model> models() {
        return List.copyOf(primaryStrategy().totals().totalsByModel().keySet());
    }

    /** The models of tables of rounds and of charts: without the strict one, which changes little, if there is the validator's. */
    public List<Model> mainModels() {
        return models().stream()
                .filter(model -> model != Model.STRICT || !models().contains(Model.VALIDATOR))
                .toList();
    }

    /**
     * Mean time between two blocks in seconds, from the timestamps of the swaps, or else the block time of the chain; NaN if
     * unknown.
     */
    public static double secondsPerBlock(BacktestPlan plan) {
        double measured = secondsPerBlock(plan.history(), plan.pool().key(), plan.blocks());
        return Double.isNaN(measured) ? plan.pool().blockSeconds() : measured;
    }

    /** Mean time between two blocks in seconds, from the timestamps of the swaps; NaN if they have none. */
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
