package weir.console.internal.panel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weir.backtest.result.Model;
import weir.console.internal.panel.json.PageJson;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Values;
import weir.rounds.Rounds;
import weir.router.audit.AnswerEvent;

/**
 * The panel of scores. Reads the newest records once; afterwards, the host passes each record that it writes. For one thread, except
 * {@link #changed}.
 */
final class ScorePanel {

    static final int MAX_ROUNDS = 100;
    private static final int RESTORED_ROUNDS = 50;

    private volatile boolean isChanged = true;
    private boolean isRestored;
    /** Guarded by itself. */
    private final Map<RoundId, Round> newest = new HashMap<>();

    private Scores scores = new Scores(List.of(), List.of(), List.of());

    record Scores(List<Job> jobs, List<Round> rounds, List<String> problems) {}

    /** The averages of a validator's job. */
    record Job(String pool, String validator, double evaluation, double live, double combined, double reference) {}

    /**
     * @param validator score in the validator's model; empty before the round's swaps are stored
     * @param v3 gain over holding in the v3 model, in percent of the start's value
     * @param reference score of {@code reference-miner} in the validator's model
     * @param v3Reference gain of {@code reference-miner} as for {@code v3}
     * @param volatility score of {@code reference-volatility} in the validator's model; empty if an older version scored the round
     */
    record Round(
            Instant start,
            String pair,
            String type,
            Optional<Double> validator,
            Optional<Double> v3,
            Optional<Double> hold,
            Optional<Double> reference,
            Optional<Double> v3Reference,
            Optional<Double> volatility) {}

    /** A record was written. Any thread. */
    void changed(PlayedRound round) {
        synchronized (newest) {
            newest.put(round.id(), round(round));
            while (newest.size() > MAX_ROUNDS) {
                newest.values().remove(Collections.min(newest.values(), Comparator.comparing(Round::start)));
            }
        }
        isChanged = true;
    }

    Scores of(Optional<Rounds> service) {
        if (isChanged && service.isPresent()) {
            isChanged = false;
            try {
                scores = read(service.get());
            } catch (RuntimeException | Error e) {
                isChanged = true;
                throw e;
            }
        }
        return scores;
    }

    private Scores read(Rounds rounds) {
        if (!isRestored) {
            Map<RoundId, Round> recorded = new HashMap<>();
            rounds.forEachNewest(MAX_ROUNDS, round -> recorded.put(round.id(), round(round)));
            synchronized (newest) { // Those that were written meanwhile are newer.
                recorded.forEach(newest::putIfAbsent);
            }
            isRestored = true;
        }
        List<Round> newestFirst;
        synchronized (newest) {
            newestFirst = newest.values().stream()
                    .sorted(Comparator.comparing(Round::start).reversed())
                    .limit(MAX_ROUNDS)
                    .toList();
        }
        return new Scores(rounds.scores().stream().map(ScorePanel::job).toList(), newestFirst, rounds.problems());
    }

    /** The answers of the last recorded rounds, oldest first. */
    static List<AnswerEvent> earlierAnswers(Rounds rounds) {
        List<AnswerEvent> answers = new ArrayList<>();
        rounds.rounds(Optional.empty(), RESTORED_ROUNDS).forEach(round -> answers.addAll(round.answers()));
        answers.sort(Comparator.comparing(AnswerEvent::time));
        return answers;
    }

    private static Job job(JobScore score) {
        return new Job(
                score.pool().address(),
                score.validator().orElse("this machine"),
                score.played().evaluation().doubleValue(),
                score.played().live().doubleValue(),
                score.played().combined().doubleValue(),
                score.reference().combined().doubleValue());
    }

    private static Round round(PlayedRound round) {
        return new Round(
                round.start(),
                round.id().pool().address(),
                round.id().type().name().toLowerCase(Locale.ROOT),
                score(round, RoundScore.PLAYED),
                gain(round, RoundScore.PLAYED),
                score(round, RoundScore.HOLD),
                score(round, RoundScore.REFERENCE),
                gain(round, RoundScore.REFERENCE),
                score(round, RoundScore.VOLATILITY));
    }

    private static Optional<Double> gain(PlayedRound round, String name) {
        return values(round, name, Model.V3)
                .map(values -> PageJson.finite(100 * values.gainOverHolding() / values.startValue()));
    }

    private static Optional<Double> score(PlayedRound round, String name) {
        return values(round, name, Model.VALIDATOR).map(values -> PageJson.finite(values.score()));
    }

    private static Optional<Values> values(PlayedRound round, String name, Model model) {
        return round.score()
                .flatMap(
                        score -> Optional.ofNullable(score.result(name).values().get(model)));
    }
}
