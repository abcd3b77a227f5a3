package weir.cli.backtest;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.score.MinerScore;
import weir.backtest.score.ScoreStore;
import weir.backtest.score.StrategyScore;
import weir.cli.HomeOption;
import weir.report.TextTable;

/** {@code weir score}. */
@Command(
        name = "score",
        description = {
            "Shows the moving averages of scores by pair and strategy, as a validator would compute them.",
            "Evaluation: 0.9 old + 0.1 new; live: 0.7 old + 0.3 new; combined: 0.6 evaluation + 0.4 live.",
            "`weir backtest` adds evaluations."
        },
        sortOptions = false)
public final class ScoreCommand implements Runnable {

    private static final Comparator<StrategyScore> BEST_FIRST = Comparator.comparing(StrategyScore::pool)
            .thenComparing(score -> score.score().combined(), Comparator.<BigDecimal>reverseOrder())
            .thenComparing(StrategyScore::strategy);

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Shows JSON.")
    private boolean json;

    @Override
    public void run() {
        List<StrategyScore> scores = new ScoreStore(home.home().scores())
                .scores().stream().sorted(BEST_FIRST).toList();
        if (json) {
            System.out.print(ScoreStore.toJson(scores));
        } else if (scores.isEmpty()) {
            System.out.println("no scores yet: `weir backtest` evaluates a strategy over stored swaps");
        } else {
            print(scores);
        }
    }

    private static void print(List<StrategyScore> scores) {
        TextTable table = new TextTable(
                "PAIR",
                "STRATEGY",
                "PARAMETERS",
                "INVENTORY",
                "BLOCKS",
                "ROUNDS",
                "REFUSED",
                "EVALUATION",
                "LIVE",
                "COMBINED");
        for (StrategyScore strategyScore : scores) {
            MinerScore score = strategyScore.score();
            table.row(
                    strategyScore.pool(),
                    strategyScore.strategy() + " " + strategyScore.version(),
                    strategyScore.parameters().isEmpty() ? "defaults" : strategyScore.parameters(),
                    strategyScore.inventory(),
                    strategyScore.firstBlock() + " to " + strategyScore.lastBlock(),
                    Integer.toString(score.evaluations()),
                    Integer.toString(score.refusals()),
                    score.evaluation().toPlainString(),
                    score.liveRounds() == 0 ? "-" : score.live().toPlainString(),
                    score.combined().toPlainString());
        }
        table.print();
        if (scores.stream().allMatch(score -> score.score().liveRounds() == 0)) {
            System.out.println("\nlive: no source of results of live rounds, because validators do not publish them;\n"
                    + "combined is 0.6 of the evaluation, as for a miner without live rounds");
        }
    }
}
