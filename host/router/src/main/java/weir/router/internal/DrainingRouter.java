package weir.router.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.router.Answer;
import weir.router.Outcome;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * The way of a query through routes and strategies. Asking takes no lock: it reads one immutable {@link RouteTable} and enters
 * one lease.
 */
final class DrainingRouter {

    private static final Logger LOG = LoggerFactory.getLogger(DrainingRouter.class);

    private static final long LONGEST = Duration.ofSeconds(3).toNanos();
    private static final long SHORTEST = Duration.ofMillis(50).toNanos();
    /** What the network and the validator need of the time-out. */
    private static final long RESERVE = Duration.ofSeconds(2).toNanos();

    private final PriceCache earlierQueries = new PriceCache();
    private final Lane astray = new Lane("-", Optional.empty());
    private final ServingBoard board;
    private final List<SwapSource> swapSources;

    /**
     * @param board who serves
     * @param swapSources a live list, safe to iterate while it changes
     */
    DrainingRouter(ServingBoard board, List<SwapSource> swapSources) {
        this.board = board;
        this.swapSources = swapSources;
    }

    Answer decide(RebalanceQuery query, Duration timeout) {
        long deadline = System.nanoTime() + patience(timeout);
        earlierQueries.add(query);
        while (true) {
            RouteTable seen = board.table();
            Optional<RouteTable.Entry> found = seen.find(query);
            if (found.isEmpty()) {
                String why = "no route is for pair " + query.pairAddress() + " on chain " + query.chainId();
                astray.answered();
                astray.fellBack(why);
                return Answer.unavailable(why);
            }
            RouteTable.Entry entry = found.get();
            Optional<String> refusal = entry.route().filter().refusal(query);
            if (refusal.isPresent()) {
                return answer(entry, Optional.empty(), Decision.refuse(refusal.get()));
            }
            Optional<Candidate> serving = entry.serving().filter(Candidate::enter);
            if (serving.isPresent()) {
                return asked(entry, serving.get(), query, deadline);
            }
            if (!board.awaitServing(seen, entry, deadline - SHORTEST)) {
                return fallback(entry, Optional.empty(), Outcome.UNAVAILABLE, entry.note());
            }
        }
    }

    /**
     * Puts a strategy instance at its route's disposal. Where somebody serves the route already, the newcomer first answers the
     * last real query; one that fails at that is taken off before it has cost an answer.
     */
    void admit(Candidate candidate) {
        for (RouteTable.Entry entry : board.table().entries()) {
            if (candidate.fits(entry.route()) && entry.serving().isPresent()) {
                entry.lane().lastAnswered().ifPresent(query -> tried(candidate, query));
            }
        }
        board.add(candidate);
    }

    static long patience(Duration timeout) {
        // A caller's time-out is a stranger's number: compare before anything can overflow.
        if (timeout.isNegative()) {
            return SHORTEST;
        }
        long nanos = timeout.compareTo(Duration.ofSeconds(5)) >= 0 ? LONGEST : timeout.toNanos() - RESERVE;
        return Math.max(SHORTEST, nanos);
    }

    /** The trial is no stricter than a validator, and a first call, which loads classes and starts cold, gets a second one. */
    private void tried(Candidate candidate, RebalanceQuery query) {
        if (!candidate.enter()) {
            return;
        }
        Candidate.Reply reply = trial(candidate, query);
        if (reply.outcome() == Outcome.TIMEOUT && candidate.enter()) {
            reply = trial(candidate, query);
        }
        if (reply.outcome() != Outcome.PASSED) {
            LOG.error("{} fails at the last real query and does not take over: {}", candidate, reply.why());
            candidate.breaker().open("self-test: " + reply.why());
        }
    }

    private Candidate.Reply trial(Candidate candidate, RebalanceQuery query) {
        return asked(candidate, query, System.nanoTime() + LONGEST);
    }

    private Answer asked(RouteTable.Entry entry, Candidate candidate, RebalanceQuery query, long deadline) {
        Optional<Version> version = Optional.of(candidate.version());
        if (!candidate.breaker().permits(System.nanoTime())) {
            candidate.leave();
            return fallback(entry, version, Outcome.UNAVAILABLE, entry.note());
        }
        boolean probe = candidate.breaker().open();
        Candidate.Reply reply = asked(candidate, query, deadline);
        if (reply.outcome() == Outcome.PASSED) {
            entry.lane().answered(query);
            if (candidate.breaker().succeeded(probe)) {
                LOG.info("Route {}: {} answers again", entry.route().id(), candidate);
                board.refresh();
            }
            return answer(entry, version, reply.decision());
        }
        if (candidate.breaker().failed(reply.why(), System.nanoTime())) {
            LOG.error("Route {}: {} is taken off: {}", entry.route().id(), candidate, reply.why());
            board.refresh();
        }
        return fallback(entry, version, reply.outcome(), reply.why());
    }

    private Candidate.Reply asked(Candidate candidate, RebalanceQuery query, long deadline) {
        try {
            return candidate
                    .ask(query, new MarketView(query, earlierQueries, swapSources), deadline)
                    .guarded(query);
        } catch (RuntimeException e) {
            return Candidate.Reply.failure(Outcome.GUARD, "the answer cannot be checked: " + e);
        }
    }

    private static Answer answer(RouteTable.Entry entry, Optional<Version> version, Decision decision) {
        entry.lane().answered();
        return of(entry, version, decision, Outcome.PASSED);
    }

    private static Answer fallback(RouteTable.Entry entry, Optional<Version> version, Outcome outcome, String why) {
        entry.lane().answered();
        entry.lane().fellBack(why);
        return of(entry, version, Decision.keep(why), outcome);
    }

    private static Answer of(RouteTable.Entry entry, Optional<Version> version, Decision decision, Outcome outcome) {
        return new Answer(
                decision,
                Optional.of(entry.route().id()),
                Optional.of(entry.route().strategy()),
                version,
                outcome);
    }
}
