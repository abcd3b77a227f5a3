package weir.cli.rounds;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import weir.backtest.result.Model;
import weir.backtest.result.ResultNumbers;
import weir.report.TextTable;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Values;
import weir.rounds.replay.ComparedAnswer;
import weir.strategy.Decision;

/** The text of {@code weir rounds}. */
final class RoundsText {

    private RoundsText() {}

    static void print(List<PlayedRound> rounds, Map<RoundId, RoundReplay> replays, List<JobScore> scores) {
        TextTable table = new TextTable(
                "START",
                "PAIR",
                "TYPE",
                "BLOCK",
                "QUERIES",
                "STRATEGY",
                "REBALANCES",
                "SCORE",
                "HOLD",
                "REFERENCE-MINER",
                "REFERENCE-VOLATILITY",
                "V3 VS HOLD",
                "REPLAY");
        List<String> notes = new ArrayList<>();
        for (PlayedRound round : rounds) {
            RoundReplay replay = replays.get(round.id());
            table.row(
                    round.start().truncatedTo(ChronoUnit.SECONDS).toString(),
                    round.id().pool().toString(),
                    round.id().type().name().toLowerCase(Locale.ROOT),
                    Long.toString(round.firstBlock()),
                    Long.toString(round.answers().size() + round.omitted()),
                    strategies(round),
                    Long.toString(round.answers().stream()
                            .filter(event -> event.answer().decision() instanceof Decision.Rebalance)
                            .count()),
                    score(round, RoundScore.PLAYED),
                    score(round, RoundScore.HOLD),
                    score(round, RoundScore.REFERENCE),
                    score(round, RoundScore.VOLATILITY),
                    gain(round),
                    replay == null
                            ? "-"
                            : replay.problem().isPresent()
                                    ? "none"
                                    : replay.differences().isEmpty() ? "equal" : "differs");
            if (replay != null) {
                String name = "round " + round.id().round() + ": ";
                replay.problem().ifPresent(problem -> notes.add(name + "not replayed: " + problem));
                replay.differences().forEach(difference -> notes.add(name + describe(difference)));
            }
        }
        table.print();
        notes.forEach(note -> System.out.println(TextTable.plain(note)));
        printScores(scores);
    }

    private static void printScores(List<JobScore> scores) {
        System.out.println("\naverages as a validator keeps them, from the recorded rounds");
        TextTable table = new TextTable(
                "PAIR",
                "VALIDATOR",
                "JOB",
                "EVALUATION",
                "LIVE",
                "COMBINED",
                "REFERENCE-MINER",
                "REFERENCE-VOLATILITY",
                "NOT SCORED");
        for (JobScore score : scores) {
            table.row(
                    score.pool().toString(),
                    score.validator().orElse("-"),
                    score.job(),
                    score.played().evaluation().toPlainString(),
                    score.played().liveRounds() == 0
                            ? "-"
                            : score.played().live().toPlainString(),
                    score.played().combined().toPlainString(),
                    score.reference().combined().toPlainString(),
                    score.volatility().combined().toPlainString(),
                    Integer.toString(score.unscoredRounds()));
        }
        table.print();
    }

    private static String describe(ComparedAnswer answer) {
        return "block " + answer.block() + ": played " + describe(answer.played()) + ", replay "
                + describe(answer.replayed()) + "; "
                + answer.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + answer.explanation();
    }

    /** A decision in a few words: {@code rebalance to [-600, 600]}. */
    static String describe(Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            return "rebalance to "
                    + rebalance.positions().stream()
                            .map(position -> "[" + position.tickLower() + ", " + position.tickUpper() + "] with "
                                    + position.allocation0() + " and " + position.allocation1())
                            .collect(Collectors.joining(", "));
        }
        return decision instanceof Decision.Keep ? "keep" : "refuse";
    }

    private static String strategies(PlayedRound round) {
        return round.answers().stream()
                .map(event -> event.answer().strategy().orElse("none")
                        + event.answer().version().map(version -> " " + version).orElse(""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String score(PlayedRound round, String name) {
        return round.score()
                .flatMap(score -> score.find(name))
                .map(result -> result.values().get(Model.VALIDATOR))
                .map(values -> String.format(Locale.ROOT, "%+.6f", values.score()))
                .orElse("-");
    }

    private static String gain(PlayedRound round) {
        return round.score()
                .map(score -> score.result(RoundScore.PLAYED).values().get(Model.V3))
                .map(RoundsText::percent)
                .orElse("-");
    }

    private static String percent(Values values) {
        return ResultNumbers.formatPercent(
                values.startValue() == 0 ? 0 : values.gainOverHolding() / values.startValue() * 100);
    }
}
