package weir.cli.backtest;

import java.util.List;
import weir.history.PoolInfo;

/**
 * A backtest that was played: what every form of output shows.
 *
 * @param info what is stored of the pool
 * @param run what was played
 * @param contenders the strategy that was asked for, then those that it is compared with
 * @param prices prices over the period
 * @param blockSeconds mean seconds between two of its blocks; NaN if unknown
 * @param lookAhead whether the strategy sees what it must not
 */
record BacktestResult(
        PoolInfo info,
        PeriodRun run,
        List<Contender> contenders,
        PriceTrack prices,
        double blockSeconds,
        LookAhead lookAhead) {

    BacktestResult {
        contenders = List.copyOf(contenders);
    }

    /** The one that was asked for. */
    Contender asked() {
        return contenders.get(0);
    }

    /** By which it was evaluated, the validator's first. */
    List<Model> models() {
        return List.copyOf(asked().totals().sums().keySet());
    }

    /** By the times of the swaps that a run plays, or where they carry none by the rules of the chain. */
    static double blockSeconds(PeriodRun run) {
        double stored = StoredSwap.blockSeconds(run.history(), run.pool().key(), run.blocks());
        return Double.isNaN(stored) ? run.pool().blockSeconds() : stored;
    }

    /** Hours from the period's first block; NaN if unknown. */
    double hours(long block) {
        return (block - run.blocks().first()) * blockSeconds / 3600;
    }
}
