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
 * @param lookAhead whether the strategy sees what it must not
 */
record BacktestResult(
        PoolInfo info, PeriodRun run, List<Contender> contenders, PriceTrack prices, LookAhead lookAhead) {

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

    /** Hours from the period's first block, by the chain's block time. */
    double hours(long block) {
        return (block - run.blocks().first()) * (double) run.pool().blockSeconds() / 3600;
    }
}
