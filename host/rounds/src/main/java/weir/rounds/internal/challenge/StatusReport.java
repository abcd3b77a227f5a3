package weir.rounds.internal.challenge;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weir.rounds.challenge.ChallengeStatus;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.challenge.ChallengeStatus.ShadowCounts;
import weir.rounds.challenge.PromotionRule;
import weir.rounds.internal.challenge.records.Contest;
import weir.rounds.internal.challenge.records.RouteRecord;
import weir.rounds.internal.challenge.replay.StrategyReplay;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challenger.Promotion;

/** Describes a challenge for operators. */
final class StatusReport {

    /** The text of the rule. */
    static final String ROUND_OBSTACLE = "a round is being played";

    private StatusReport() {}

    /**
     * @param challenge the challenge; empty if its record cannot be read or it has not begun
     * @param unreadable why records cannot be read, by route
     */
    static ChallengeStatus of(
            ChallengedRoute route, Optional<RouteChallenge> challenge, Map<String, String> unreadable, Instant now) {
        RouteRecord record = challenge.map(RouteChallenge::record).orElse(RouteRecord.EMPTY);
        Optional<Contest> contest = record.contest();
        if (contest.isEmpty()) {
            String missing = Stream.of(route.challenger(), route.champion())
                    .filter(competitor -> competitor.version().isEmpty())
                    .map(Competitor::problem)
                    .collect(Collectors.joining("; "));
            return new ChallengeStatus(
                    route.id(),
                    Phase.WAITING,
                    route.champion().toString(),
                    route.challenger().toString(),
                    route.promotion(),
                    Optional.empty(),
                    record.tried(),
                    Optional.empty(),
                    0,
                    PromotionRule.MIN_ROUNDS,
                    0,
                    1,
                    PromotionRule.requiredEvidence(Math.max(1, record.tried())),
                    StrategyReplay.MAX_LIMIT,
                    route.declared().margin(),
                    Optional.empty(),
                    unreadable.getOrDefault(route.id(), missing.isEmpty() ? "the comparison begins" : missing),
                    ShadowCounts.NONE,
                    record.events());
        }
        Contest current = contest.get();
        Optional<String> obstacle = obstacle(challenge.get(), current, route, now);
        return new ChallengeStatus(
                route.id(),
                phase(current, obstacle, route),
                route.champion().toString(),
                route.challenger().toString(),
                route.promotion(),
                Optional.of(current.started()),
                record.tried(),
                Optional.of(current.started().plus(PromotionRule.MIN_DURATION)).filter(time -> !current.isPromoted()),
                current.results().rounds(),
                current.isPromoted() ? 0 : PromotionRule.MIN_ROUNDS,
                current.results().meanDifference(),
                current.evidence().value(),
                current.isPromoted() ? PromotionRule.ROLLBACK_EVIDENCE : PromotionRule.requiredEvidence(record.tried()),
                current.evidence().limit(),
                current.evidence().margin(),
                Optional.of(current.results().historyBound()).filter(Double::isFinite),
                current.status().stopped().orElseGet(() -> note(current, obstacle, route)),
                challenge.get().threads().map(ChallengeThreads::counts).orElse(ShadowCounts.NONE),
                record.events());
    }

    /** Why the strategies are not exchanged now; empty if they may be. */
    static Optional<String> obstacle(RouteChallenge challenge, Contest contest, ChallengedRoute route, Instant now) {
        return contest.isPromoted()
                ? challenge.rollbackObstacle(contest, route, now)
                : challenge.obstacle(contest, route, now);
    }

    /** The obstacle, and why an operator decides although the route file says {@code auto}, or the promotion is to be undone. */
    private static String note(Contest contest, Optional<String> obstacle, ChallengedRoute route) {
        boolean isOverruled = contest.lacksApproval(route)
                && (contest.isPromoted() || route.declared().promotion() == Promotion.AUTO);
        Optional<String> approval = Optional.of(
                        "evidence from a child process can be forged, so an operator approves the "
                                + (contest.isPromoted() ? "roll-back" : "promotion") + " with 'weir challenge promote "
                                + route.id() + "' when it is proposed")
                .filter(text -> isOverruled);
        return Stream.of(obstacle, approval).flatMap(Optional::stream).collect(Collectors.joining("; "));
    }

    private static Phase phase(Contest contest, Optional<String> obstacle, ChallengedRoute route) {
        if (contest.isStopped()) {
            return Phase.STOPPED;
        }
        boolean isPermitted = obstacle.isEmpty() || obstacle.get().equals(ROUND_OBSTACLE);
        if (contest.isPromoted()) {
            return isPermitted && contest.lacksApproval(route) ? Phase.PROPOSED : Phase.PROMOTED;
        }
        return isPermitted ? Phase.PROPOSED : Phase.COMPARING;
    }
}
