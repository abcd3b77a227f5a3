package weir.rounds.internal.challenge;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.rounds.challenge.Evidence;
import weir.rounds.challenge.PromotionRule;
import weir.rounds.internal.challenge.records.Contest;
import weir.rounds.internal.challenge.records.Contest.Results;
import weir.rounds.internal.challenge.records.RecordFiles;
import weir.rounds.internal.challenge.records.RouteRecord;
import weir.rounds.internal.challenge.records.StoredRecord;
import weir.rounds.internal.challenge.replay.StrategyReplay;
import weir.rounds.internal.challenge.shadow.DeadlineWatch;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challengers;
import weir.router.challenge.OpenRound;

/**
 * The challenge of one route: owns its record, compares the strategies of the route in played rounds, and exchanges them when the rule
 * permits it. {@link #onAnswer} takes no lock. Thread-safe.
 */
final class RouteChallenge {

    /** How long other versions must serve before a new comparison begins: at a start of the host, versions appear one after the other. */
    static final Duration STABLE_AFTER = Duration.ofMinutes(1);

    /** A smaller step of the clock leaves some rounds out of the comparison. */
    private static final Duration MAX_CLOCK_STEP = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(RouteChallenge.class);

    private final String route;
    private final Challengers challengers;
    private final RouteRounds rounds;
    private final ChallengeThreads.Factory threadFactory;
    private final PauseWait pause;
    private final StoredRecord stored;
    private Optional<Instant> changedSince = Optional.empty();
    private volatile Optional<ChallengeThreads> threads = Optional.empty();

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
        this.challengers = challengers;
        this.rounds = rounds;
        this.pause = new PauseWait(rounds);
        this.threadFactory = threadFactory;
        this.stored = new StoredRecord(route, files);
    }

    /** Called on the threads of queries: offers a reference to the challenger. */
    void onAnswer(AnswerEvent event) {
        if (event.answer().outcome() == Outcome.REFUSED) {
            return; // The filter of the route lets no strategy answer.
        }
        rounds.onAnswer(event);
        Optional<ChallengeThreads> running = threads;
        if (running.isPresent()) {
            running.get().onAnswer(event);
        }
    }

    /** Begins a new comparison if the strategies have changed, compares new rounds, and exchanges the strategies if the rule permits it. */
    synchronized void step(ChallengedRoute current, Instant now) {
        update(current, now);
        Optional<Contest> contest = record().contest().filter(one -> !one.isStopped());
        if (contest.isEmpty()) {
            return;
        }
        if (contest.get().isOf(current)) {
            compare(contest.get(), current);
        } else {
            close(); // The threads may keep objects of a version that was uninstalled.
            if (!contest.get().isPromoted() || !contest.get().isCircuitOpen(current)) {
                return;
            }
        }
        Optional<String> obstacle = StatusReport.obstacle(this, contest.get(), current, now);
        pause.update(obstacle, now);
        if (obstacle.isPresent() || contest.get().lacksApproval(current)) {
            return;
        }
        if (contest.get().isPromoted()) {
            rollBack(contest.get(), current, now);
        } else {
            promote(contest.get(), now);
        }
    }

    private void compare(Contest contest, ChallengedRoute current) {
        if (threads.isEmpty()) {
            threads = Optional.of(threadFactory.start(route, this::stopAfterMissedDeadlines));
        }
        threads.get().start(new Comparison(this, current, contest));
    }

    private void update(ChallengedRoute current, Instant now) {
        Optional<String> champion = RouteRecord.key(current.champion());
        Optional<String> challenger = RouteRecord.key(current.challenger());
        if (champion.isEmpty() || challenger.isEmpty()) {
            return;
        }
        double margin = current.declared().margin();
        if (record().contest().isEmpty()) {
            startContest(record(), champion.get(), challenger.get(), margin, now);
            return;
        }
        Contest contest = record().contest().get();
        boolean isExchanged = contest.challenger().equals(champion.get())
                && contest.champion().equals(challenger.get());
        if (isExchanged && !contest.isPromoted()) {
            // The process ended between the exchange and its record, or the operator has exchanged the strategies.
            recordPromotion(contest, now, "the strategies were exchanged in the route file: " + contest.describe());
        } else if (contest.results().comparedThrough().isAfter(now.plus(MAX_CLOCK_STEP))) {
            restart(contest, champion.get(), challenger.get(), margin, now);
        } else if (contest.isOf(current)
                && (contest.isPromoted() || contest.evidence().margin() == margin)) {
            changedSince = Optional.empty();
        } else if (current.disabled().isEmpty()) { // Otherwise another version serves only as a substitute.
            changedSince = changedSince.or(() -> Optional.of(now));
            if (!now.isBefore(changedSince.get().plus(STABLE_AFTER))) {
                startContest(
                        afterRollBack(contest, champion.get(), now), champion.get(), challenger.get(), margin, now);
            }
        }
    }

    /** Adds a roll-back that the process did not record because it ended, or that the operator has made in the route file. */
    private RouteRecord afterRollBack(Contest contest, String champion, Instant now) {
        return contest.isPromoted() && contest.challenger().equals(champion)
                ? record().plusChange(now).plusEvent(now, "the former champion serves again: " + contest.describe())
                : record();
    }

    private void startContest(RouteRecord before, String champion, String challenger, double margin, Instant now) {
        changedSince = Optional.empty();
        close();
        RouteRecord tried = before.plusTried();
        stored.set(tried.withContest(Contest.start(
                        champion, challenger, now, Evidence.none(StrategyReplay.MAX_LIMIT, margin), false))
                .plusEvent(
                        now,
                        "challenger " + tried.tried() + " of this route: " + challenger + " challenges " + champion));
    }

    /** Begins the comparison again after the clock was set back, because rounds up to its former time were compared. */
    private void restart(Contest contest, String champion, String challenger, double margin, Instant now) {
        String text = "the clock went back from " + contest.results().comparedThrough() + " to " + now
                + ", so the comparison begins again: " + contest.describe();
        LOG.warn("Route {}: {}", route, text);
        RouteRecord before = record().plusEvent(now, text);
        if (contest.isPromoted()) {
            watch(
                    before,
                    contest.champion(),
                    contest.challenger(),
                    contest.evidence().limit(),
                    now);
        } else {
            startContest(before, champion, challenger, margin, now);
        }
    }

    /** Watches a promoted champion, which its predecessor challenges. */
    private void watch(RouteRecord before, String champion, String challenger, double limit, Instant now) {
        close();
        stored.set(before.withContest(Contest.start(champion, challenger, now, Evidence.none(limit, 0), true)));
    }

    /** Returns why the challenger may not be promoted now; empty if it may. */
    synchronized Optional<String> obstacle(Contest contest, ChallengedRoute current, Instant now) {
        boolean isHealthy = current.challenger().problem().isEmpty()
                && threads.map(ChallengeThreads::isHealthy).orElse(true);
        return contest.obstacle(record(), isHealthy, pause.isNeeded(now), now);
    }

    /** Returns why a promotion is not undone now; empty if nothing but the end of the round and the pauses are in the way. */
    synchronized Optional<String> rollbackObstacle(Contest contest, ChallengedRoute current, Instant now) {
        return contest.rollbackObstacle(record(), current, pause.isNeeded(now), now);
    }

    private void promote(Contest contest, Instant now) {
        String text = contest.describePromotion(PromotionRule.requiredEvidence(record().tried()));
        if (exchange(false, text, rounds.openRounds(now), now)) {
            recordPromotion(contest, now, text);
        }
    }

    private void recordPromotion(Contest contest, Instant now, String text) {
        watch(
                record().plusChange(now).plusEvent(now, text),
                contest.challenger(),
                contest.champion(),
                contest.evidence().limit(),
                now);
    }

    private void rollBack(Contest contest, ChallengedRoute current, Instant now) {
        String text = contest.describeRollBack(current);
        Set<OpenRound> kept = contest.isCircuitOpen(current) ? Set.of() : rounds.openRounds(now);
        if (exchange(true, text, kept, now)) {
            close();
            stored.set(record().plusChange(now).withoutContest().plusEvent(now, text));
        }
    }

    private boolean exchange(boolean endsChallenge, String text, Set<OpenRound> openRounds, Instant now) {
        try {
            challengers.exchange(route, endsChallenge, text, openRounds, rounds.longestOpen(now));
            LOG.info("Route {}: {}", route, text);
            return true;
        } catch (IOException | RuntimeException e) {
            stored.setProblem("route " + route + ": the strategies cannot be exchanged (" + e.getMessage() + ")", e);
            return false;
        }
    }

    /** Changes the results of the contest, unless another one has begun since. Returns the new contest. */
    synchronized Optional<Contest> change(Contest expected, UnaryOperator<Results> change) {
        Optional<Contest> same = record().contest()
                .filter(one -> one.started().equals(expected.started())
                        && one.challenger().equals(expected.challenger())
                        && one.isPromoted() == expected.isPromoted()
                        && !one.isStopped());
        same.ifPresent(one -> stored.set(record().withContest(one.with(change.apply(one.results())))));
        return same.flatMap(one -> record().contest());
    }

    private synchronized void stopAfterMissedDeadlines(ChallengeThreads late) {
        late.interrupt();
        if (!threads.equals(Optional.of(late))) {
            return; // Its contest has ended; another one may run.
        }
        close();
        record().contest().filter(one -> !one.isStopped()).ifPresent(contest -> {
            String text = "stopped " + contest.challenger() + ": its calls missed " + DeadlineWatch.MAX_MISSED
                    + " deadlines; end the challenge with 'weir challenge stop " + route
                    + "', and restart the host if a call never returns";
            LOG.warn("Route {}: {}", route, text);
            stored.set(record().withContest(contest.with(contest.status().stopped(text)))
                    .plusEvent(rounds.now(), text));
        });
    }

    /** Approves a promotion. */
    synchronized void approve(Contest contest, Instant now) {
        stored.set(record().withContest(contest.with(contest.status().approved()))
                .plusEvent(now, "an operator approved the " + (contest.isPromoted() ? "roll-back" : "promotion")));
    }

    /** Ends the challenge, which an operator has stopped. */
    synchronized void end(Instant now) {
        close();
        String evidence = record().contest().map(one -> ": " + one.describe()).orElse("");
        stored.set(record().withoutContest().plusEvent(now, "an operator ended the challenge" + evidence));
    }

    /** Ends the threads; the record stays. */
    synchronized void close() {
        threads.ifPresent(ChallengeThreads::stop);
        threads = Optional.empty();
    }

    Optional<String> problem() {
        return stored.problem();
    }

    RouteRecord record() {
        return stored.get();
    }

    Optional<ChallengeThreads> threads() {
        return threads;
    }

    RouteRounds rounds() {
        return rounds;
    }
}
