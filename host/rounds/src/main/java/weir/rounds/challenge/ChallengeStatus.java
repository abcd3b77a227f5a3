package weir.rounds.challenge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import weir.router.challenge.Challenger.Promotion;

/**
 * The state of a challenge at one instant, for operators: {@code weir challenge show}, {@code GET /challenges} and the operator page.
 * Immutable.
 *
 * @param route id of the route
 * @param phase what happens now
 * @param champion strategy and version that serve the route
 * @param challenger strategy and version that challenge it
 * @param promotion how the challenger replaces the champion; {@code PROPOSE} also if the route file says {@code auto}, but one of them runs
 *     in a child process
 * @param started start of the comparison; empty while a version is missing
 * @param challengersTried number of challengers that were ever tried on the route, with this one
 * @param earliestPromotion first instant at which the duration of the challenge permits a promotion; empty while a version is missing, and
 *     after a promotion
 * @param rounds number of compared rounds
 * @param requiredRounds number of compared rounds that a promotion needs; 0 after a promotion
 * @param meanDifference mean score of the challenger minus that of the champion in these rounds
 * @param evidence evidence for the challenger, 1 at the start
 * @param requiredEvidence evidence that a promotion needs; after a promotion, evidence that undoes it
 * @param limit differences of rounds are cut to {@code -limit} to {@code limit}
 * @param margin by how much the challenger must be better
 * @param historyBound lower bound of the mean difference on stored history; empty if it is not computed
 * @param obstacle why the strategies are not exchanged now, and why an operator decides although the route file says {@code auto}; empty if
 *     they are exchanged between two rounds, or if the promotion is proposed as the route file says
 * @param shadow what the challenger did with the queries of validators since both versions run
 * @param events what happened on the route, oldest first
 */
public record ChallengeStatus(
        String route,
        Phase phase,
        String champion,
        String challenger,
        Promotion promotion,
        Optional<Instant> started,
        int challengersTried,
        Optional<Instant> earliestPromotion,
        long rounds,
        long requiredRounds,
        double meanDifference,
        double evidence,
        double requiredEvidence,
        double limit,
        double margin,
        Optional<Double> historyBound,
        String obstacle,
        ShadowCounts shadow,
        List<Event> events) {

    public ChallengeStatus {
        events = List.copyOf(events);
    }

    /** What happens on a challenged route. */
    public enum Phase {
        /** A version is missing, or the record cannot be read. */
        WAITING,
        /** Rounds are compared. */
        COMPARING,
        /** The rule permits the promotion, or the roll-back to a strategy in a child process, and an operator decides. */
        PROPOSED,
        /** The challenger was promoted, and the former champion challenges it. */
        PROMOTED,
        /** The challenger was stopped because it missed deadlines. */
        STOPPED
    }

    /**
     * How the challenger answered the queries of validators.
     *
     * @param answered queries that it was asked
     * @param failed how many of these calls failed
     * @param skippedBusy queries that came while it was busy
     * @param skippedBudget queries that came while its processor time exceeded the budget
     * @param missedDeadlines number of missed deadlines
     */
    public record ShadowCounts(long answered, long failed, long skippedBusy, long skippedBudget, int missedDeadlines) {

        /** No query. */
        public static final ShadowCounts NONE = new ShadowCounts(0, 0, 0, 0, 0);
    }

    /**
     * An event of a route's challenges.
     *
     * @param time when it happened
     * @param text what happened, with the evidence
     */
    public record Event(Instant time, String text) {}
}
