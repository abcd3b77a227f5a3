package weir.backtest.experiment;

import java.util.List;
import weir.history.PoolInfo;

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
        double stored = StoredSwap.blockSeconds(run.history(), run.pool().key(), run.blocks());
        return Double.isNaN(stored) ? run.pool().blockSeconds() : stored;
    }

    /** Hours from the period's first block to a block; NaN if unknown. */
    public double hours(long block) {
        return (block - run.blocks().first()) * blockSeconds / 3600;
    }
}
