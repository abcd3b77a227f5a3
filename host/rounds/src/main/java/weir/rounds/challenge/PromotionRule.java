package weir.rounds.challenge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a challenger becomes the champion, and when that is undone. The numbers are constants: a tuned threshold would be no test.
 */
public final class PromotionRule {

    /** Minimum duration of a challenge. */
    public static final Duration MIN_DURATION = Duration.ofDays(7);
    /** Minimum number of compared rounds. */
    public static final long MIN_ROUNDS = 300;
    /** Minimum time between two changes of a route. */
    public static final Duration MIN_TIME_BETWEEN_CHANGES = Duration.ofDays(3);
    /** Maximum number of changes of a route within seven days. */
    public static final int MAX_CHANGES_PER_WEEK = 2;
    /** Evidence for the former champion, which then is the challenger, that undoes a promotion. */
    public static final double ROLLBACK_EVIDENCE = 5;

    private static final double ERROR_RATE = 0.05;

    private PromotionRule() {}

    /**
     * The state of a challenge.
     *
     * @param evidence evidence for the challenger
     * @param rounds number of compared rounds; more than the evidence has differences if a difference is the mean of several rounds
     * @param started start of the challenge
     * @param playedTime time between the first and the last compared round by the numbers of their blocks, which do not depend on the
     *     clock of this machine; empty if the block time of the chain is not known
     * @param challengersTried number of challengers that were ever tried on the route, with this one; at least 1
     * @param historyBound lower bound of the mean difference on stored history, from a bootstrap; NaN without stored history
     * @param isHealthy whether the challenger's calls succeed
     * @param isRoundOpen whether a round is being played on the route
     * @param changes times of the earlier changes of the route's strategy by challenges
     */
    public record Challenge(
            Evidence evidence,
            long rounds,
            Instant started,
            Optional<Duration> playedTime,
            int challengersTried,
            double historyBound,
            boolean isHealthy,
            boolean isRoundOpen,
            List<Instant> changes) {

        /** @throws IllegalArgumentException if no challenger was tried */
        public Challenge {
            changes = List.copyOf(changes);
            if (challengersTried < 1) {
                throw new IllegalArgumentException("at least one challenger was tried, this one");
            }
        }
    }

    /**
     * Evidence that a promotion needs: K(K+1)/0.05. The sum of 1/(K(K+1)) over all K is 1, so the probability that any of all challengers
     * that are ever tried is promoted wrongly is at most 0.05.
     */
    public static double requiredEvidence(int challengersTried) {
        return (double) challengersTried * (challengersTried + 1) / ERROR_RATE;
    }

    /** Returns why a challenger may not be promoted now; empty if it may. */
    public static Optional<String> obstacle(Challenge challenge, Instant now) {
        double required = requiredEvidence(challenge.challengersTried);
        double value = challenge.evidence.value();
        if (challenge.rounds < MIN_ROUNDS) {
            return Optional.of(challenge.rounds + " rounds are compared; " + MIN_ROUNDS + " are needed");
        }
        if (now.isBefore(challenge.started.plus(MIN_DURATION))) {
            return Optional.of("the challenge began at " + challenge.started + "; it lasts at least "
                    + MIN_DURATION.toDays() + " days");
        }
        if (isShorter(challenge.playedTime, MIN_DURATION)) {
            return Optional.of(playedObstacle(challenge.playedTime.get(), MIN_DURATION));
        }
        if (value < required) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the evidence is %.3g; %.3g is needed for challenger %d of this route",
                    value,
                    required,
                    challenge.challengersTried));
        }
        if (!(challenge.historyBound > -challenge.evidence.margin())) {
            return Optional.of(
                    Double.isNaN(challenge.historyBound)
                            ? "on stored history, the strategies are not compared yet; import or fetch swaps of the pool"
                            : "on stored history, the lower bound of the difference is " + challenge.historyBound
                                    + "; it must exceed " + -challenge.evidence.margin());
        }
        if (!challenge.isHealthy) {
            return Optional.of("calls of the challenger fail");
        }
        return changeObstacle(challenge.isRoundOpen, challenge.changes, now);
    }

    /**
     * Whether a promotion is undone.
     *
     * @param reverseEvidence evidence for the former champion since the promotion
     * @param isCircuitOpen whether the circuit breaker of the new champion is open
     */
    public static boolean isRolledBack(Evidence reverseEvidence, boolean isCircuitOpen) {
        return isCircuitOpen || reverseEvidence.value() >= ROLLBACK_EVIDENCE;
    }

    /**
     * Returns why a promotion that is undone, see {@link #isRolledBack}, is not undone yet; empty if it may be now. An open circuit breaker
     * waits only for the end of the round, because each answer is a fallback until then.
     *
     * @param isRoundOpen whether a round is being played on the route
     * @param changes times of the earlier changes of the route's strategy by challenges
     * @param playedTime time between the first and the last round since the promotion, as in {@link Challenge}
     */
    public static Optional<String> rollbackObstacle(
            boolean isCircuitOpen,
            boolean isRoundOpen,
            List<Instant> changes,
            Optional<Duration> playedTime,
            Instant now) {
        if (isCircuitOpen) {
            return changeObstacle(isRoundOpen, List.of(), now);
        }
        return changeObstacle(isRoundOpen, changes, now).or(() -> playedTime
                .filter(time -> isShorter(playedTime, MIN_TIME_BETWEEN_CHANGES))
                .map(time -> playedObstacle(time, MIN_TIME_BETWEEN_CHANGES)));
    }

    private static boolean isShorter(Optional<Duration> playedTime, Duration required) {
        return playedTime.filter(time -> time.compareTo(required) < 0).isPresent();
    }

    private static String playedObstacle(Duration playedTime, Duration required) {
        return String.format(
                Locale.ROOT,
                "by their block numbers, the compared rounds lie within %.1f days; %d days are needed",
                playedTime.toSeconds() / 86_400.0,
                required.toDays());
    }

    private static Optional<String> changeObstacle(boolean isRoundOpen, List<Instant> changes, Instant now) {
        if (isRoundOpen) {
            return Optional.of("a round is being played");
        }
        Optional<Instant> last = changes.stream().max(Instant::compareTo);
        if (last.isPresent() && now.isBefore(last.get().plus(MIN_TIME_BETWEEN_CHANGES))) {
            return Optional.of("the route changed at " + last.get() + "; " + MIN_TIME_BETWEEN_CHANGES.toDays()
                    + " days must pass");
        }
        long recent = changes.stream()
                .filter(change -> change.isAfter(now.minus(Duration.ofDays(7))))
                .count();
        return recent >= MAX_CHANGES_PER_WEEK
                ? Optional.of("the route changed " + recent + " times within seven days")
                : Optional.empty();
    }
}
