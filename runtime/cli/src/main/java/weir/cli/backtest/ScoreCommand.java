package weir.cli.backtest;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.score.ScoreStore;
import weir.backtest.score.StrategyScore;
import weir.cli.HomeOption;
import weir.report.TextTable;

/** {@code weir score}: the board. */
@Command(
        name = "score",
        description = {
            "Shows the moving averages of scores per pair and strategy, as a validator would keep them.",
            "Evaluation 0.9 old + 0.1 new, live 0.7 old + 0.3 new, combined 0.6 evaluation + 0.4 live.",
            "`weir backtest` feeds the evaluation."
        },
        sortOptions = false)
public final class ScoreCommand implements Callable<Integer> {

    private static final Comparator<StrategyScore> BEST_FIRST = Comparator.comparing(StrategyScore::pool)
            .thenComparing(standing -> standing.score().combined(), Comparator.<BigDecimal>reverseOrder())
            .thenComparing(StrategyScore::strategy);

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Prints it for machines.")
    private boolean json;

    @Override
    public Integer call() {
        List<StrategyScore> standings = new ScoreStore(home.home().scores())
                .scores().stream().sorted(BEST_FIRST).toList();
        if (json) {
            System.out.print(ScoreStore.toJson(standings));
        } else if (standings.isEmpty()) {
            System.out.println("no scores yet: `weir backtest` evaluates a strategy over stored swaps");
        } else {
            print(standings);
        }
        return 0;
    }

    private static void print(List<StrategyScore> standings) {
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
        for (StrategyScore standing : standings) {
            table.row(
                    standing.pool(),
                    standing.strategy() + " " + standing.version(),
                    standing.parameters().isEmpty() ? "defaults" : standing.parameters(),
                    standing.inventory(),
                    standing.firstBlock() + " to " + standing.lastBlock(),
                    Integer.toString(standing.score().evaluations()),
                    Integer.toString(standing.score().refusals()),
                    standing.score().evaluation().toPlainString(),
                    standing.score().liveRounds() == 0
                            ? "-"
                            : standing.score().live().toPlainString(),
                    standing.score().combined().toPlainString());
        }
        table.print();
        if (standings.stream().allMatch(standing -> standing.score().liveRounds() == 0)) {
            System.out.println(
                    "\nlive: no source of live rounds' results yet, for a validator does not tell them and the"
                            + " decision journal holds answers alone;\ncombined therefore is 0.6 of the evaluation, as for a miner that"
                            + " has not gone live");
        }
    }
}
