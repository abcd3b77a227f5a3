package weir.report;

import java.util.Locale;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.experiment.ResultCaveats;
import weir.backtest.experiment.ResultNumbers;
import weir.history.PoolMetadata;
import weir.report.internal.BacktestTables;

/** A result in words and tables. */
public final class BacktestText {

    /** Rounds shown from either end where not all are asked for. */
    private static final int SHOWN = 5;

    private BacktestText() {}

    /** Which pool and when. */
    static String where(BacktestResult result) {
        PeriodRun run = result.run();
        PoolMetadata pool = run.pool();
        double hours = result.hours(run.blocks().last());
        return String.format(
                Locale.ROOT,
                "pool %s (%s/%s, fee %s %%), blocks %s, %s",
                pool.key(),
                pool.token0().symbol(),
                pool.token1().symbol(),
                pool.feePips() / 1e4,
                run.blocks(),
                Double.isNaN(hours) ? "nobody knows how many hours" : String.format(Locale.ROOT, "%.1f hours", hours));
    }

    /** Which rounds. */
    static String rounds(BacktestResult result) {
        PeriodRun run = result.run();
        PoolMetadata pool = run.pool();
        return String.format(
                Locale.ROOT,
                "%d rounds of %d blocks, each beginning with %s %s and %s %s",
                run.rounds(),
                run.roundBlocks(),
                ResultNumbers.amount(pool.token0().whole(run.inventory().amount0())),
                pool.token0().symbol(),
                ResultNumbers.amount(pool.token1().whole(run.inventory().amount1())),
                pool.token1().symbol());
    }

    /** For the terminal. */
    public static String text(BacktestResult result, boolean allRounds) {
        BacktestTables tables = new BacktestTables(result);
        int rounds = result.primary().rounds().size();
        boolean cut = !allRounds && rounds > 2 * SHOWN;
        StringBuilder text = new StringBuilder();
        text.append(TextTable.plain(result.primary().name()))
                .append('\n')
                .append(where(result))
                .append('\n');
        text.append(rounds(result)).append("\n\n");
        text.append("each round, score ")
                .append(result.run().targets().get(0).name())
                .append(" by model ")
                .append(String.join(
                        " and ", result.models().stream().map(Model::label).toList()))
                .append('\n');
        text.append(tables.rounds(cut ? SHOWN : rounds).text());
        if (cut) {
            text.append("the first and the last " + SHOWN + " of " + rounds + " rounds; --rounds shows all\n");
        }
        text.append("\nscore, mean of the rounds\n").append(tables.scores().text());
        text.append("\nall rounds together\n").append(tables.sums().text());
        text.append("\nto be known\n");
        ResultCaveats.of(result)
                .forEach(note -> text.append("- ").append(TextTable.plain(note)).append('\n'));
        return text.toString();
    }
}
