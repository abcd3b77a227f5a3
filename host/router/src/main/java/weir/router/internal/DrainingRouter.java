package weir.router.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Answer;
import weir.router.Guard;
import weir.router.Routes;
import weir.router.SwapSource;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * The way of a query through routes and strategies. Asking takes no lock: it reads one immutable {@link RouteTable} and enters
 * one lease. Changes (routes, strategies that come and go, breakers) rebuild the table under a lock and swap the reference.
 */
final class DrainingRouter {

    private static final Logger LOG = LoggerFactory.getLogger(DrainingRouter.class);

    private static final long LONGEST = Duration.ofSeconds(3).toNanos();
    private static final long SHORTEST = Duration.ofMillis(50).toNanos();
    /** What the network and the validator need of the time-out. */
    private static final long RESERVE = Duration.ofSeconds(2).toNanos();

    /** How long a newcomer may take over the query that it is tried with. */
    private static final long TRIAL = Duration.ofSeconds(1).toNanos();

    /** Queries that may wait for a strategy at the same time. */
    private static final int MAX_PARKED = 256;

    private final PriceMemory memory = new PriceMemory();
    private final List<SwapSource> swapSources;
    private final ChangeLog log;
    private final Lane astray = new Lane("-", "-");
    private final Semaphore parking = new Semaphore(MAX_PARKED);

    private final ReentrantLock changing = new ReentrantLock();
    private final Condition changed = changing.newCondition();
    private final List<Candidate> candidates = new ArrayList<>();
    private Map<String, Lane> lanes = new HashMap<>();
    private List<Route> routes = List.of();
    private volatile RouteTable table = RouteTable.EMPTY;

    /**
     * @param swapSources a live list, safe to iterate while it changes
     * @param log where changes of who serves are noted, and who served last is read
     */
    DrainingRouter(List<SwapSource> swapSources, ChangeLog log) {
        this.swapSources = swapSources;
        this.log = log;
    }

    RouteTable table() {
        return table;
    }

    Answer decide(RebalanceQuery query, Duration timeout) {
        long deadline = System.nanoTime() + patience(timeout);
        memory.remember(query);
        while (true) {
            RouteTable seen = table;
            Optional<RouteTable.Entry> found = seen.find(query);
            if (found.isEmpty()) {
                String why = "no route is for pair " + query.pairAddress() + " on chain " + query.chainId();
                return fallback(astray, "-", "-", "-", why);
            }
            RouteTable.Entry entry = found.get();
            Optional<String> refusal = entry.route().filter().refusal(query);
            if (refusal.isPresent()) {
                return answer(entry, "-", Decision.refuse(refusal.get()));
            }
            Optional<Candidate> serving = entry.serving().filter(Candidate::enter);
            if (serving.isPresent()) {
                return asked(entry, serving.get(), query, deadline);
            }
            if (!parked(seen, entry, deadline)) {
                return fallback(entry, "-", entry.note());
            }
        }
    }

    /** Replaces all routes. */
    void routes(List<Route> wanted) {
        change(() -> {
            routes = List.copyOf(wanted);
            Map<String, Lane> kept = new HashMap<>();
            wanted.forEach(route ->
                    kept.put(route.id(), lanes.containsKey(route.id()) ? lanes.get(route.id()) : lane(route.id())));
            lanes = kept;
        });
    }

    /**
     * Puts a strategy instance at its route's disposal. Where somebody serves the route already, the newcomer first answers the
     * last real query; one that fails at that is taken off before it has cost an answer.
     */
    void add(Candidate candidate) {
        for (RouteTable.Entry entry : table.entries()) {
            if (candidate.fits(entry.route()) && entry.serving().isPresent()) {
                entry.lane().lastAnswered().ifPresent(query -> tried(candidate, query));
            }
        }
        change(() -> candidates.add(candidate));
    }

    /** Takes it off; when this returns no new query gets to it, and {@link Candidate#drain} waits for the old ones. */
    void remove(Candidate candidate) {
        change(() -> candidates.remove(candidate));
    }

    /** Versions of a strategy that run for a route, in its range or not. */
    List<Version> installed(String routeId, String strategy) {
        changing.lock();
        try {
            return candidates.stream()
                    .filter(candidate -> candidate.isFor(routeId, strategy))
                    .map(Candidate::version)
                    .sorted()
                    .toList();
        } finally {
            changing.unlock();
        }
    }

    static long patience(Duration timeout) {
        // A caller's time-out is a stranger's number: compare before anything can overflow.
        long nanos = timeout.compareTo(Duration.ofSeconds(5)) >= 0 ? LONGEST : timeout.toNanos() - RESERVE;
        return Math.max(SHORTEST, nanos);
    }

    private void tried(Candidate candidate, RebalanceQuery query) {
        if (candidate.enter()) {
            LiveMarket market = new LiveMarket(query, memory, swapSources);
            String failure = failure(query, candidate.ask(query, market, System.nanoTime() + TRIAL));
            if (failure != null) {
                LOG.error("{} fails at the last real query and does not take over: {}", candidate, failure);
                candidate.breaker().open("self-test: " + failure);
            }
        }
    }

    private Answer asked(RouteTable.Entry entry, Candidate candidate, RebalanceQuery query, long deadline) {
        String version = candidate.version().toString();
        if (!candidate.breaker().permits(System.nanoTime())) {
            candidate.leave();
            return fallback(entry, version, entry.note());
        }
        boolean probe = candidate.breaker().open();
        Candidate.Reply reply = candidate.ask(query, new LiveMarket(query, memory, swapSources), deadline);
        String failure = failure(query, reply);
        if (failure == null) {
            entry.lane().answered(query);
            if (candidate.breaker().succeeded(probe)) {
                change(() ->
                        LOG.info("Route {}: {} answers again", entry.route().id(), candidate));
            }
            return answer(entry, version, reply.decision());
        }
        if (candidate.breaker().failed(failure, System.nanoTime())) {
            LOG.error(
                    "Route {}: {} failed {} times in a row and is taken off: {}",
                    entry.route().id(),
                    candidate,
                    Breaker.LIMIT,
                    failure);
            change(() -> {});
        }
        return fallback(entry, version, failure);
    }

    /** Why the reply cannot be sent; {@code null} where it can. */
    private static String failure(RebalanceQuery query, Candidate.Reply reply) {
        try {
            return reply.failure() != null
                    ? reply.failure()
                    : Guard.violation(query, reply.decision()).orElse(null);
        } catch (RuntimeException e) {
            return "the answer cannot be checked: " + e;
        }
    }

    private static Answer answer(RouteTable.Entry entry, String version, Decision decision) {
        entry.lane().answered();
        return new Answer(decision, entry.route().id(), entry.route().strategy(), version, false);
    }

    private static Answer fallback(RouteTable.Entry entry, String version, String why) {
        return fallback(entry.lane(), entry.route().id(), entry.route().strategy(), version, why);
    }

    private static Answer fallback(Lane lane, String route, String strategy, String version, String why) {
        lane.answered();
        lane.fellBack(why);
        return new Answer(Decision.keep(why), route, strategy, version, true);
    }

    /** Waits for somebody who serves; {@code false} once there is no hope of that in time. */
    private boolean parked(RouteTable seen, RouteTable.Entry entry, long deadline) {
        long until = Math.min(entry.lane().hopeUntil(), deadline - SHORTEST);
        if (entry.fitting().isEmpty()) {
            return awaitChange(seen, until);
        }
        // Somebody could serve, but the one that served last is given time to return first.
        boolean changedMeanwhile =
                awaitChange(seen, Math.min(until, entry.lane().returnUntil()));
        if (!changedMeanwhile && !entry.lane().mayReturn()) {
            change(() -> {});
        }
        return table != seen;
    }

    /** Parks until the table is another one; {@code false} if that took too long or too many are parked. */
    private boolean awaitChange(RouteTable seen, long untilNanos) {
        if (!parking.tryAcquire()) {
            return false;
        }
        changing.lock();
        try {
            for (long left; table == seen; changed.awaitNanos(left)) {
                left = untilNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            changing.unlock();
            parking.release();
        }
    }

    private Lane lane(String id) {
        return new Lane(id, log.lastServed(id).map(Routes.Change::version).orElse("-"));
    }

    private void change(Runnable edit) {
        List<Routes.Change> changes = new ArrayList<>();
        changing.lock();
        try {
            edit.run();
            RouteTable before = table;
            List<RouteTable.Entry> entries = new ArrayList<>(routes.size());
            for (Route route : routes) {
                RouteTable.Entry entry = RouteTable.Entry.of(route, lanes.get(route.id()), candidates);
                entries.add(entry);
                noticed(entry, before.serving(route.id()), changes);
            }
            table = new RouteTable(entries);
            changed.signalAll();
        } finally {
            changing.unlock();
        }
        // Slow disks must not hold up queries that wait for the lock.
        changes.forEach(log::add);
    }

    private void noticed(RouteTable.Entry entry, Optional<Candidate> before, List<Routes.Change> changes) {
        Optional<Candidate> now = entry.serving();
        if (now.equals(before)) {
            return;
        }
        now.ifPresentOrElse(candidate -> entry.lane().served(candidate.version().toString()), () -> entry.lane()
                .hope());
        String id = entry.route().id();
        String why = why(entry, before);
        LOG.info(
                "Route {}: served by {}, before by {}: {}",
                id,
                now.map(Candidate::toString).orElse("nobody"),
                before.map(Candidate::toString).orElse("nobody"),
                why);
        changes.add(new Routes.Change(
                Instant.now(),
                id,
                now.map(candidate -> entry.route().strategy()).orElse("-"),
                now.map(candidate -> candidate.version().toString()).orElse("-"),
                why));
    }

    private String why(RouteTable.Entry entry, Optional<Candidate> before) {
        if (before.isEmpty()) {
            return "it was started";
        }
        Candidate served = before.get();
        if (!candidates.contains(served)) {
            return served + " was stopped";
        }
        if (!entry.fitting().contains(served)) {
            return "the route was changed";
        }
        return served.breaker().open()
                ? served + " was taken off: " + served.breaker().reason()
                : "it is newer";
    }
}
