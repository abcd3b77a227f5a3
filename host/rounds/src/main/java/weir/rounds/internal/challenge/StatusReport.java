package weir.rounds.internal.challenge;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import weir.rounds.challenge.ChallengeStatus;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.challenge.ChallengeStatus.ShadowCounts;
import weir.rounds.challenge.PromotionRule;
import weir.router.challenge.ChallengedRoute;

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
            String missing = route.champion().version().isEmpty()
                    ? route.champion().problem()
                    : route.challenger().problem();
            return new ChallengeStatus(
                    route.id(),
                    Phase.WAITING,
                    route.champion().toString(),
                    route.challenger().toString(),
                    route.declared().promotion(),
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
                phase(current, obstacle),
                route.champion().toString(),
                route.challenger().toString(),
                route.declared().promotion(),
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
                current.status().stopped().or(() -> obstacle).orElse(""),
                challenge.get().threads().map(ChallengeThreads::counts).orElse(ShadowCounts.NONE),
                record.events());
    }

    /** Why the strategies are not exchanged now; empty if they may be. */
    static Optional<String> obstacle(RouteChallenge challenge, Contest contest, ChallengedRoute route, Instant now) {
        return contest.isPromoted()
                ? challenge.rollbackObstacle(contest, route, now)
                : challenge.obstacle(contest, route, now);
    }

    private static Phase phase(Contest contest, Optional<String> obstacle) {
        if (contest.isStopped()) {
            return Phase.STOPPED;
        }
        if (contest.isPromoted()) {
            return Phase.PROMOTED;
        }
        return obstacle.isEmpty() || obstacle.get().equals(ROUND_OBSTACLE) ? Phase.PROPOSED : Phase.COMPARING;
    }
}
