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
 * @param info the stored history of the pool
 * @param run the period and how it was played
 * @param strategies the backtested strategy first, then those it is compared with
 * @param prices prices over the period
 * @param blockSeconds mean seconds between two blocks of the period; NaN if unknown
 * @param lookAhead whether the backtested strategy looks ahead
 */
public record BacktestResult(
        PoolInfo info,
        PeriodRun run,
        List<StrategyResult> strategies,
        PriceTrack prices,
        double blockSeconds,
        LookAhead lookAhead) {

    public BacktestResult {
        strategies = List.copyOf(strategies);
    }

    /** The backtested strategy. */
    public StrategyResult primary() {
        return strategies.get(0);
    }

    /** The models of the evaluation, the validator's first. */
    public List<Model> models() {
        return List.copyOf(primary().totals().sums().keySet());
    }

    /** Mean seconds between two blocks of a run: by the times of its swaps, else by the rules of the chain; NaN if unknown. */
    public static double blockSeconds(PeriodRun run) {
        double stored = blockSeconds(run.history(), run.pool().key(), run.blocks());
        return Double.isNaN(stored) ? run.pool().blockSeconds() : stored;
    }

    /** Mean seconds between two blocks by the times of the swaps; NaN if the swaps have no times. */
    static double blockSeconds(SwapHistory history, PoolKey pool, BlockRange blocks) {
        Optional<SwapRow> first = history.first(pool, blocks);
        if (first.isEmpty() || first.get().timestamp() < 0) {
            return Double.NaN;
        }
        SwapRow last = history.last(pool, blocks).orElseThrow();
        long seconds = last.timestamp() - first.get().timestamp();
        return seconds > 0 ? (double) seconds / (last.block() - first.get().block()) : Double.NaN;
    }

    /** Hours from the period's first block to a block; NaN if unknown. */
    public double hours(long block) {
        return (block - run.blocks().first()) * blockSeconds / 3600;
    }
}
