package weir.rounds.internal.challenge;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import weir.rounds.challenge.Evidence;

/**
 * The comparison of two strategies with exact versions and parameters. Immutable.
 *
 * @param champion key of the strategy that serves, see {@link RouteRecord#key}
 * @param challenger key of the strategy that challenges it
 * @param started rounds that begin later are compared
 * @param evidence evidence for the challenger
 * @param rounds number of compared rounds
 * @param sum sum of the differences
 * @param comparedThrough start of the newest compared round
 * @param historyBound lower bound of the mean difference on stored history; NaN if it is not computed
 * @param isPromoted whether the champion was promoted, so that the challenger is the former champion
 * @param isApproved whether an operator has approved the promotion
 * @param stopped why the challenger was stopped; empty if it was not
 */
record Contest(
        String champion,
        String challenger,
        Instant started,
        Evidence evidence,
        long rounds,
        double sum,
        Instant comparedThrough,
        double historyBound,
        boolean isPromoted,
        boolean isApproved,
        Optional<String> stopped) {

    static Contest start(String champion, String challenger, Instant now, Evidence none, boolean isPromoted) {
        return new Contest(champion, challenger, now, none, 0, 0, now, Double.NaN, isPromoted, false, Optional.empty());
    }

    /** With one more compared round. */
    Contest plus(double difference, Instant roundStart) {
        return new Contest(
                champion,
                challenger,
                started,
                evidence.plus(difference),
                rounds + 1,
                sum + difference,
                roundStart,
                historyBound,
                isPromoted,
                isApproved,
                stopped);
    }

    /** With a round that cannot be compared. */
    Contest without(Instant roundStart) {
        return new Contest(
                champion,
                challenger,
                started,
                evidence,
                rounds,
                sum,
                roundStart,
                historyBound,
                isPromoted,
                isApproved,
                stopped);
    }

    /** With the result of the comparison on stored history. The limit changes only before the first difference. */
    Contest withHistory(double bound, double limit) {
        boolean isNew = evidence.count() == 0;
        return new Contest(
                champion,
                challenger,
                started,
                isNew ? Evidence.none(limit, evidence.margin()) : evidence,
                rounds,
                sum,
                comparedThrough,
                bound,
                isPromoted,
                isApproved,
                stopped);
    }

    Contest approved() {
        return new Contest(
                champion,
                challenger,
                started,
                evidence,
                rounds,
                sum,
                comparedThrough,
                historyBound,
                isPromoted,
                true,
                stopped);
    }

    Contest stopped(String reason) {
        return new Contest(
                champion,
                challenger,
                started,
                evidence,
                rounds,
                sum,
                comparedThrough,
                historyBound,
                isPromoted,
                isApproved,
                Optional.of(reason));
    }

    /** The evidence in words, for the audit log. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "evidence %.4g after %d rounds since %s, mean difference %.3g",
                evidence.value(),
                rounds,
                started,
                meanDifference());
    }

    double meanDifference() {
        return rounds == 0 ? 0 : sum / rounds;
    }
}
