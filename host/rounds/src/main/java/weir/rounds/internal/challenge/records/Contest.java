package weir.rounds.internal.challenge.records;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.rounds.challenge.Evidence;
import weir.rounds.challenge.PromotionRule;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challenger.Promotion;

/**
 * The comparison of two strategies with exact versions and parameters. Immutable.
 *
 * @param champion key of the strategy that serves, see {@link RouteRecord#key}
 * @param challenger key of the strategy that challenges it
 * @param started rounds that begin later are compared
 * @param results what the comparison has found so far
 * @param status what was decided
 */
public record Contest(String champion, String challenger, Instant started, Results results, Status status) {

    public static Contest start(String champion, String challenger, Instant now, Evidence none, boolean isPromoted) {
        return new Contest(
                champion,
                challenger,
                now,
                new Results(none, 0, 0, now, Double.NaN, Optional.empty()),
                new Status(isPromoted, false, Optional.empty()));
    }

    public Contest with(Results newResults) {
        return new Contest(champion, challenger, started, newResults, status);
    }

    public Contest with(Status newStatus) {
        return new Contest(champion, challenger, started, results, newStatus);
    }

    public boolean isPromoted() {
        return status.isPromoted;
    }

    public boolean isStopped() {
        return status.stopped.isPresent();
    }

    public Evidence evidence() {
        return results.evidence;
    }

    /** Whether a route has the strategies of this contest, with the same versions and parameters. */
    public boolean isOf(ChallengedRoute route) {
        return RouteRecord.key(route.champion()).equals(Optional.of(champion))
                && RouteRecord.key(route.challenger()).equals(Optional.of(challenger));
    }

    /** Whether the circuit breaker of the champion's version is open. Another version may serve as a substitute. */
    public boolean isCircuitOpen(ChallengedRoute route) {
        return route.disabled().stream()
                .anyMatch(version -> champion.startsWith(route.champion().strategy() + " " + version + " "));
    }

    /** Whether the promotion of the champion is to be undone. */
    private boolean isRolledBack(ChallengedRoute route) {
        return PromotionRule.isRolledBack(results.evidence, isCircuitOpen(route));
    }

    /**
     * Whether only an operator may exchange the strategies, and has not approved it. After a promotion, an open circuit breaker needs no
     * approval, and the evidence for the former champion needs it only if that one could have forged it, in a child process.
     */
    public boolean lacksApproval(ChallengedRoute route) {
        boolean needsApproval = isPromoted()
                ? route.challenger().isInChildProcess() && !isCircuitOpen(route)
                : route.promotion() == Promotion.PROPOSE;
        return needsApproval && !status.isApproved;
    }

    /** Returns why the challenger may not be promoted now; empty if it may. */
    public Optional<String> obstacle(RouteRecord record, boolean isHealthy, boolean isRoundOpen, Instant now) {
        return PromotionRule.obstacle(
                new PromotionRule.Challenge(
                        results.evidence,
                        results.rounds,
                        started,
                        playedTime(),
                        record.tried(),
                        results.historyBound,
                        isHealthy,
                        isRoundOpen,
                        record.changes()),
                now);
    }

    /** Returns why a promotion is not undone now; empty if it may be. */
    public Optional<String> rollbackObstacle(
            RouteRecord record, ChallengedRoute route, boolean isRoundOpen, Instant now) {
        return isRolledBack(route)
                ? PromotionRule.rollbackObstacle(isCircuitOpen(route), isRoundOpen, record.changes(), playedTime(), now)
                : Optional.of("the former champion is watched");
    }

    /** Time between the first and the last compared round by their blocks; empty if the block time of the chain is not known. */
    private Optional<Duration> playedTime() {
        return results.blocks.isEmpty()
                ? Optional.of(Duration.ZERO)
                : results.blocks.get().duration();
    }

    /** The evidence in words, for the audit log. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "evidence %.4g after %d rounds since %s, mean difference %.3g",
                results.evidence.value(),
                results.rounds,
                started,
                results.meanDifference());
    }

    public String describePromotion(double requiredEvidence) {
        return "promoted " + challenger + " instead of " + champion + ": " + describe() + ", " + requiredEvidence
                + " required, lower bound " + results.historyBound + " on stored history";
    }

    public String describeRollBack(ChallengedRoute route) {
        return "rolled back to " + challenger + " from " + champion + ": "
                + (isCircuitOpen(route) ? "its circuit breaker is open, " : "") + describe() + ", "
                + PromotionRule.ROLLBACK_EVIDENCE + " required";
    }

    /**
     * The results of a comparison. Immutable.
     *
     * @param evidence evidence for the challenger
     * @param rounds number of compared rounds
     * @param sum sum of the differences
     * @param comparedThrough start of the newest compared round
     * @param historyBound lower bound of the mean difference on stored history; NaN if it is not computed
     * @param blocks blocks of the compared rounds; empty if none is compared
     */
    public record Results(
            Evidence evidence,
            long rounds,
            double sum,
            Instant comparedThrough,
            double historyBound,
            Optional<BlockSpan> blocks) {

        /** @throws IllegalArgumentException if a number is impossible */
        public Results {
            if (rounds < 0 || !Double.isFinite(sum)) {
                throw new IllegalArgumentException(rounds + " rounds with the sum " + sum);
            }
        }

        /** With one more compared round. */
        public Results plus(double difference, PlayedRound round) {
            PoolKey pool = round.id().pool();
            long block = round.firstBlock();
            return new Results(
                    evidence.plus(difference),
                    rounds + 1,
                    sum + difference,
                    round.start(),
                    historyBound,
                    Optional.of(blocks.map(span -> span.plus(pool, block)).orElseGet(() -> BlockSpan.of(pool, block))));
        }

        /** With a round that cannot be compared. */
        public Results without(Instant roundStart) {
            return new Results(evidence, rounds, sum, roundStart, historyBound, blocks);
        }

        /** With the result of the comparison on stored history. The limit changes only before the first difference. */
        public Results withHistory(double bound, double limit) {
            boolean isNew = evidence.count() == 0;
            return new Results(
                    isNew ? Evidence.none(limit, evidence.margin()) : evidence,
                    rounds,
                    sum,
                    comparedThrough,
                    bound,
                    blocks);
        }

        public double meanDifference() {
            return rounds == 0 ? 0 : sum / rounds;
        }
    }

    /**
     * What was decided on a contest. Immutable.
     *
     * @param isPromoted whether the champion was promoted, so that the challenger is the former champion
     * @param isApproved whether an operator has approved the promotion
     * @param stopped why the challenger was stopped; empty if it was not
     */
    public record Status(boolean isPromoted, boolean isApproved, Optional<String> stopped) {

        public Status approved() {
            return new Status(isPromoted, true, stopped);
        }

        public Status stopped(String reason) {
            return new Status(isPromoted, isApproved, Optional.of(reason));
        }
    }
}
