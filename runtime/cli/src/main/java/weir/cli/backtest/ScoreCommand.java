package weir.cli.backtest;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.score.MinerScore;
import weir.backtest.score.Participation;
import weir.backtest.score.Participation.Eligibility;
import weir.backtest.score.Participation.EligibilityRule;
import weir.backtest.score.ScoreStore;
import weir.backtest.score.StrategyScore;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.report.TextTable;
import weir.report.journal.JournalFollower;
import weir.report.journal.JournalParticipation;
import weir.report.journal.JournalParticipation.Job;

/** {@code weir score}. */
@Command(
        name = "score",
        description = {
            "Shows the moving averages of scores by pair and strategy, as a validator would compute them.",
            "Evaluation: 0.9 old + 0.1 new; live: 0.7 old + 0.3 new; combined: 0.6 evaluation + 0.4 live.",
            "`weir backtest` adds evaluations.",
            "Also estimates from the decision journal on how many days the host took part in each job, which decides whether a",
            "validator admits it to live rounds."
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

    @Option(
            names = "--eligibility-days",
            paramLabel = "N",
            defaultValue = "${env:MINER_ELIGIBILITY_DAYS:-7}",
            description =
                    "Days that must count before live rounds, a setting of the validator (${DEFAULT-VALUE}; also from"
                            + " MINER_ELIGIBILITY_DAYS).")
    private int eligibilityDays;

    @Override
    public void run() {
        EligibilityRule rule = eligibilityRule();
        List<StrategyScore> scores = new ScoreStore(home.home().scores())
                .scores().stream().sorted(BEST_FIRST).toList();
        if (json) {
            System.out.print(ScoreStore.toJson(scores));
        } else if (scores.isEmpty()) {
            System.out.println("no scores yet: `weir backtest` evaluates a strategy over stored swaps");
        } else {
            print(scores);
        }
        if (!json) {
            printParticipation(rule);
        }
    }

    private EligibilityRule eligibilityRule() {
        try {
            return new EligibilityRule(eligibilityDays);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    "--eligibility-days: " + e.getMessage(), "Give a positive number; validators use 7 or 1.");
        }
    }

    private void printParticipation(EligibilityRule rule) {
        Map<Job, Participation> jobs = JournalParticipation.of(journalLines());
        if (jobs.isEmpty()) {
            return;
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        TextTable table = new TextTable("VALIDATOR", "PAIR", "JOB", "DAYS", "LIVE ROUNDS");
        jobs.forEach((job, participation) -> {
            Eligibility eligibility = participation.eligibility(today, rule, false);
            table.row(
                    job.validator(),
                    job.pair(),
                    job.job(),
                    eligibility.participationDays() + " of " + rule.days(),
                    eligibility.isEligible() ? "with a positive combined score" : "only if whitelisted");
        });
        System.out.println(
                "\nparticipation by the decision journal (a day counts with more accepted than refused rounds)");
        table.print();
    }

    private List<String> journalLines() {
        Path file = home.home().decisions();
        try (JournalFollower journal = new JournalFollower(file)) {
            return journal.lastLines(Integer.MAX_VALUE);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Give the command as the user who runs the host.", e);
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
