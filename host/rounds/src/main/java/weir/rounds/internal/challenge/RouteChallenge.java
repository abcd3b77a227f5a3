package weir.rounds.internal.challenge;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.rounds.challenge.Evidence;
import weir.rounds.challenge.PromotionRule;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challenger.Promotion;
import weir.router.challenge.Challengers;

/**
 * The challenge of one route: owns its record, compares the strategies of the route in played rounds, and exchanges them when the rule
 * permits it. {@link #onAnswer} takes no lock. Thread-safe.
 */
final class RouteChallenge {

    /** How long other versions must serve before a new comparison begins: at a start of the host, versions appear one after the other. */
    static final Duration STABLE_AFTER = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RouteChallenge.class);

    private final String route;
    private final RecordFiles files;
    private final Challengers challengers;
    private final RouteRounds rounds;
    private final ChallengeThreads.Factory threadFactory;
    private RouteRecord record;
    private Optional<Instant> changedSince = Optional.empty();
    private volatile Optional<ChallengeThreads> threads = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();

    /**
     * @param rounds the played rounds of the route
     * @param threadFactory starts the threads of a comparison
     * @throws IOException if the record of the route cannot be read
     */
    RouteChallenge(
            String route,
            RecordFiles files,
            Challengers challengers,
            RouteRounds rounds,
            ChallengeThreads.Factory threadFactory)
            throws IOException {
        this.route = route;
        this.files = files;
        this.challengers = challengers;
        this.rounds = rounds;
        this.threadFactory = threadFactory;
        this.record = files.read(route);
    }

    /** Called on the threads of queries: offers a reference to the challenger. */
    void onAnswer(AnswerEvent event) {
        rounds.onAnswer(event);
        Optional<ChallengeThreads> running = threads;
        if (running.isPresent()) {
            running.get().onAnswer(event);
        }
    }

    /** Begins a new comparison if the strategies have changed, compares new rounds, and exchanges the strategies if the rule permits it. */
    synchronized void step(ChallengedRoute current, Instant now) {
        update(current, now);
        Optional<Contest> contest = record.contest().filter(one -> one.stopped().isEmpty());
        if (contest.isEmpty()) {
            return;
        }
        if (threads.isEmpty()) {
            threads = Optional.of(threadFactory.start(route, this::stopAfterMissedDeadlines));
        }
        threads.get().start(new Comparison(this, current, contest.get()));
        if (!isCurrent(contest.get(), current)) {
            return;
        }
        if (contest.get().isPromoted()) {
            if (isRolledBack(contest.get(), current)
                    && rollbackObstacle(contest.get(), current, now).isEmpty()) {
                rollBack(contest.get(), current, now);
            }
        } else if (obstacle(contest.get(), current, now).isEmpty()
                && (current.declared().promotion() == Promotion.AUTO
                        || contest.get().isApproved())) {
            promote(contest.get(), now);
        }
    }

    private void update(ChallengedRoute current, Instant now) {
        Optional<String> champion = RouteRecord.key(current.champion());
        Optional<String> challenger = RouteRecord.key(current.challenger());
        if (champion.isEmpty() || challenger.isEmpty()) {
            return;
        }
        double margin = current.declared().margin();
        if (record.contest().isEmpty()) {
            startContest(champion.get(), challenger.get(), margin, now);
            return;
        }
        Contest contest = record.contest().get();
        boolean isExchanged = contest.challenger().equals(champion.get())
                && contest.champion().equals(challenger.get());
        if (isExchanged && !contest.isPromoted()) {
            // The process ended between the exchange and its record, or the operator has exchanged the strategies in
            // the file.
            recordPromotion(contest, now, "the strategies were exchanged in the route file");
        } else if (contest.champion().equals(champion.get())
                && contest.challenger().equals(challenger.get())
                && (contest.isPromoted() || contest.evidence().margin() == margin)) {
            changedSince = Optional.empty();
        } else if (current.disabled().isEmpty()) { // Otherwise another version serves only as a substitute.
            Instant since = changedSince.orElse(now);
            changedSince = Optional.of(since);
            if (!now.isBefore(since.plus(STABLE_AFTER))) {
                startContest(champion.get(), challenger.get(), margin, now);
            }
        }
    }

    private void startContest(String champion, String challenger, double margin, Instant now) {
        changedSince = Optional.empty();
        endThreads();
        RouteRecord tried = record.plusTried();
        save(tried.withContest(Contest.start(
                        champion, challenger, now, Evidence.none(StrategyReplay.MAX_LIMIT, margin), false))
                .plusEvent(
                        now,
                        "challenger " + tried.tried() + " of this route: " + challenger + " challenges " + champion));
    }

    private static boolean isCurrent(Contest contest, ChallengedRoute current) {
        return RouteRecord.key(current.champion()).equals(Optional.of(contest.champion()))
                        && RouteRecord.key(current.challenger()).equals(Optional.of(contest.challenger()))
                || contest.isPromoted() && isCircuitOpen(contest, current);
    }

    /** Returns why the challenger may not be promoted now; empty if it may. */
    synchronized Optional<String> obstacle(Contest contest, ChallengedRoute current, Instant now) {
        boolean isHealthy = current.challenger().problem().isEmpty()
                && threads.map(ChallengeThreads::isHealthy).orElse(true);
        return PromotionRule.obstacle(
                new PromotionRule.Challenge(
                        contest.evidence(),
                        contest.rounds(),
                        contest.started(),
                        record.tried(),
                        contest.historyBound(),
                        isHealthy,
                        rounds.isOpen(now),
                        record.changes()),
                now);
    }

    /** Returns why a promotion is not undone now; empty if nothing but the end of the round and the pauses are in the way. */
    synchronized Optional<String> rollbackObstacle(Contest contest, ChallengedRoute current, Instant now) {
        return isRolledBack(contest, current)
                ? PromotionRule.rollbackObstacle(
                        isCircuitOpen(contest, current), rounds.isOpen(now), record.changes(), now)
                : Optional.of("the former champion is watched");
    }

    private static boolean isRolledBack(Contest contest, ChallengedRoute current) {
        return PromotionRule.isRolledBack(contest.evidence(), isCircuitOpen(contest, current));
    }

    /** Whether the circuit breaker of the promoted version is open. Another version may serve as a substitute. */
    private static boolean isCircuitOpen(Contest contest, ChallengedRoute current) {
        return current.disabled().stream().anyMatch(version -> contest.champion()
                .startsWith(current.champion().strategy() + " " + version + " "));
    }

    private void promote(Contest contest, Instant now) {
        String text = "promoted " + contest.challenger() + " instead of " + contest.champion() + ": "
                + contest.describe() + ", " + PromotionRule.requiredEvidence(record.tried()) + " required, lower bound "
                + contest.historyBound() + " on stored history";
        if (exchange(false, text)) {
            recordPromotion(contest, now, text);
        }
    }

    private void recordPromotion(Contest contest, Instant now, String text) {
        endThreads();
        save(record.plusChange(now)
                .withContest(Contest.start(
                        contest.challenger(),
                        contest.champion(),
                        now,
                        Evidence.none(contest.evidence().limit(), 0),
                        true))
                .plusEvent(now, text));
    }

    private void rollBack(Contest contest, ChallengedRoute current, Instant now) {
        String reason = isCircuitOpen(contest, current) ? "its circuit breaker is open, " : "";
        String text = "rolled back to " + contest.challenger() + " from " + contest.champion() + ": " + reason
                + contest.describe() + ", " + PromotionRule.ROLLBACK_EVIDENCE + " required";
        if (exchange(true, text)) {
            endThreads();
            save(record.plusChange(now).withoutContest().plusEvent(now, text));
        }
    }

    private boolean exchange(boolean endsChallenge, String text) {
        try {
            challengers.exchange(route, endsChallenge, text);
            LOG.info("Route {}: {}", route, text);
            return true;
        } catch (IOException | RuntimeException e) {
            setProblem("route " + route + ": the strategies cannot be exchanged (" + e.getMessage() + ")", e);
            return false;
        }
    }

    /** Changes the contest, unless another one has begun since. Returns the new contest. */
    synchronized Optional<Contest> change(Contest expected, UnaryOperator<Contest> change) {
        Optional<Contest> same = record.contest()
                .filter(one -> one.started().equals(expected.started())
                        && one.challenger().equals(expected.challenger())
                        && one.isPromoted() == expected.isPromoted()
                        && one.stopped().isEmpty());
        same.ifPresent(one -> save(record.withContest(change.apply(one))));
        return same.flatMap(one -> record.contest());
    }

    private synchronized void stopAfterMissedDeadlines() {
        threads.ifPresent(ChallengeThreads::interrupt);
        endThreads();
        record.contest().filter(one -> one.stopped().isEmpty()).ifPresent(contest -> {
            String text = "stopped " + contest.challenger() + ": its calls missed " + DeadlineWatch.MAX_MISSED
                    + " deadlines; end the challenge with 'weir challenge stop " + route
                    + "', and restart the host if a call never returns";
            LOG.warn("Route {}: {}", route, text);
            save(record.withContest(contest.stopped(text)).plusEvent(rounds.now(), text));
        });
    }

    /** Approves a promotion. */
    synchronized void approve(Contest contest, Instant now) {
        save(record.withContest(contest.approved()).plusEvent(now, "an operator approved the promotion"));
    }

    /** Ends the challenge, which an operator has stopped. */
    synchronized void end(Instant now) {
        close();
        String evidence = record.contest().map(one -> ": " + one.describe()).orElse("");
        save(record.withoutContest().plusEvent(now, "an operator ended the challenge" + evidence));
    }

    /** Ends the threads; the record stays. */
    synchronized void close() {
        endThreads();
    }

    private void endThreads() {
        threads.ifPresent(ChallengeThreads::stop);
        threads = Optional.empty();
    }

    private void save(RouteRecord changed) {
        record = changed;
        try {
            files.write(route, changed);
            problem = Optional.empty();
        } catch (IOException e) {
            setProblem(
                    "the challenge of route " + route + " cannot be recorded (" + e
                            + "); free disk space, or correct the permissions of the data directory",
                    e);
        }
    }

    private void setProblem(String text, Exception cause) {
        if (!problem.equals(Optional.of(text))) {
            LOG.warn("{}", text, cause);
        }
        problem = Optional.of(text);
    }

    Optional<String> problem() {
        return problem;
    }

    synchronized RouteRecord record() {
        return record;
    }

    Optional<ChallengeThreads> threads() {
        return threads;
    }

    RouteRounds rounds() {
        return rounds;
    }
}
