package weir.rounds.internal.challenge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.history.HistoryException;
import weir.rounds.PlayedRound;
import weir.rounds.internal.challenge.records.Contest;
import weir.rounds.internal.challenge.records.Contest.Results;
import weir.rounds.internal.challenge.replay.PairedScores;
import weir.rounds.internal.challenge.replay.PairedScores.HistoryResult;
import weir.rounds.internal.challenge.replay.PairedScores.Pair;
import weir.router.challenge.ChallengedRoute;

/**
 * Compares the strategies of a contest in the rounds that were scored since the last comparison, and on stored history before the first
 * one. For the thread of the replays.
 *
 * @param challenge the challenge of the route
 * @param route the strategies
 * @param contest the contest
 */
record Comparison(RouteChallenge challenge, ChallengedRoute route, Contest contest) {

    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

    /** @param isStopped whether the comparison ends early; asked after each replay, whose result is then discarded */
    void run(PairedScores scores, Pair pair, BooleanSupplier isStopped) {
        Optional<Contest> current = Optional.of(contest);
        while (current.isPresent()) {
            List<PlayedRound> rounds =
                    challenge.rounds().scoredAfter(current.get().results().comparedThrough());
            if (rounds.isEmpty()) {
                return;
            }
            if (Double.isNaN(current.get().results().historyBound())) {
                current = onHistory(scores, pair, current.get(), rounds.get(0), isStopped);
            }
            List<Difference> differences = new ArrayList<>();
            for (PlayedRound round : rounds) {
                Optional<Double> value = difference(scores, pair, round);
                if (isStopped.getAsBoolean()) {
                    break;
                }
                differences.add(new Difference(round, value));
            }
            current = current.flatMap(before -> challenge.change(before, one -> plus(one, differences)));
            if (isStopped.getAsBoolean()) {
                return;
            }
        }
    }

    /** @param value score of the challenger minus that of the champion; empty if the round has no scores */
    private record Difference(PlayedRound round, Optional<Double> value) {}

    private static Results plus(Results before, List<Difference> differences) {
        Results after = before;
        for (Difference difference : differences) {
            after = difference.value.isPresent()
                    ? after.plus(difference.value.get(), difference.round)
                    : after.without(difference.round.start());
        }
        return after;
    }

    private static Optional<Double> difference(PairedScores scores, Pair pair, PlayedRound round) {
        try {
            return scores.difference(round, pair);
        } catch (HistoryException e) {
            LOG.warn("Round {} is not compared: {}", round.id().round(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Contest> onHistory(
            PairedScores scores, Pair pair, Contest before, PlayedRound round, BooleanSupplier isStopped) {
        try {
            Optional<HistoryResult> result =
                    scores.onHistory(round.id().pool(), pair, before.evidence().margin());
            return result.isEmpty() || isStopped.getAsBoolean()
                    ? Optional.of(before)
                    : challenge.change(
                            before,
                            one -> one.withHistory(
                                    result.get().bound(), result.get().limit()));
        } catch (HistoryException e) {
            LOG.warn("The strategies are not compared on stored history: {}", e.getMessage());
            return Optional.of(before);
        }
    }
}
