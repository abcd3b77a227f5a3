package weir.report;

import java.util.Locale;
import java.util.stream.Collectors;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.ResultCaveats;
import weir.backtest.result.Model;
import weir.backtest.result.ResultNumbers;
import weir.history.pool.PoolMetadata;
import weir.report.internal.BacktestTables;

/** A backtest as text for a terminal. */
public final class BacktestText {

    /** Number of rounds shown at either end, unless all are shown. */
    private static final int ROUNDS_AT_EACH_END = 5;

    private BacktestText() {}

    /** The pool and the period. */
    static String period(BacktestResult result) {
        BacktestPlan plan = result.plan();
        PoolMetadata pool = plan.pool();
        double hours = result.hoursAfterStart(plan.blocks().last());
        return String.format(
                Locale.ROOT,
                "pool %s (%s/%s, fee %s %%), blocks %s, %s",
                pool.key(),
                pool.token0().symbol(),
                pool.token1().symbol(),
                pool.feePips() / 1e4,
                plan.blocks(),
                Double.isNaN(hours) ? "unknown duration" : String.format(Locale.ROOT, "%.1f hours", hours));
    }

    /** Number and length of the rounds, and their inventory. */
    static String rounds(BacktestResult result) {
        BacktestPlan plan = result.plan();
        PoolMetadata pool = plan.pool();
        return String.format(
                Locale.ROOT,
                "%d rounds of %d blocks, each starting with %s %s and %s %s",
                plan.roundCount(),
                plan.roundBlocks(),
                ResultNumbers.formatAmount(pool.token0().whole(plan.inventory().amount0())),
                pool.token0().symbol(),
                ResultNumbers.formatAmount(pool.token1().whole(plan.inventory().amount1())),
                pool.token1().symbol());
    }

    /** What the columns of the tables of means contain. */
    static String intervals(BacktestResult result) {
        return "intervals: stationary bootstrap, seed " + result.statistics().seed()
                + ", mean block in rounds; strict: allocations reduced to the tokens that the positions use";
    }

    /** @param allRounds whether the table of rounds has all of them, and not only the first and the last ones */
    public static String of(BacktestResult result, boolean allRounds) {
        BacktestTables tables = new BacktestTables(result);
        int rounds = result.primaryStrategy().rounds().size();
        String target = result.plan().targets().get(0).name();
        boolean shortened = !allRounds && rounds > 2 * ROUNDS_AT_EACH_END;
        return TextTable.plain(result.primaryStrategy().name()) + '\n'
                + period(result) + '\n'
                + rounds(result) + "\n\n"
                + "each round, score " + target + " by model "
                + result.mainModels().stream().map(Model::label).collect(Collectors.joining(" and ")) + '\n'
                + tables.rounds(shortened ? ROUNDS_AT_EACH_END : rounds).text()
                + (shortened
                        ? "the first and the last " + ROUNDS_AT_EACH_END + " of " + rounds
                                + " rounds; --rounds shows all\n"
                        : "")
                + "\nmeans of the rounds with 95 % intervals, score " + target + "\n"
                + tables.means().text()
                + "\ndifferences: the strategy minus each other one, paired by round\n"
                + tables.differences().text()
                + intervals(result) + '\n'
                + "\nscore, mean of the rounds\n" + tables.scores().text()
                + "\nall rounds together\n" + tables.totals().text()
                + "\nnotes\n"
                + ResultCaveats.of(result).stream()
                        .map(caveat -> "- " + TextTable.plain(caveat) + '\n')
                        .collect(Collectors.joining());
    }
}
