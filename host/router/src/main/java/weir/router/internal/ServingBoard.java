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
import weir.router.Routes;

/**
 * Holds the one {@link RouteTable} in force. Reading it takes no lock. Changes (routes, strategies that come and go, breakers)
 * rebuild it under a lock and swap the reference; queries that nobody serves wait here for that.
 */
final class ServingBoard {

    /** Queries that may wait for a strategy at the same time. */
    private static final int MAX_PARKED = 256;

    private final ChangeLog log;
    private final Semaphore parking = new Semaphore(MAX_PARKED);
    private final ReentrantLock changing = new ReentrantLock();
    private final Condition changed = changing.newCondition();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<Long, StartFailure> failures = new HashMap<>();
    private Map<String, Lane> lanes = new HashMap<>();
    private List<Route> routes = List.of();
    private boolean closing;
    private volatile RouteTable table = RouteTable.EMPTY;

    /** @param log where changes of who serves are noted, and who served last is read */
    ServingBoard(ChangeLog log) {
        this.log = log;
    }

    RouteTable table() {
        return table;
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

    void add(Candidate candidate) {
        change(() -> candidates.add(candidate));
    }

    /** Takes it off; when this returns no new query gets to it, and {@link Candidate#drain} waits for the old ones. */
    void remove(Candidate candidate) {
        change(() -> candidates.remove(candidate));
    }

    /** A strategy is installed and does not start. */
    void failed(long serviceId, StartFailure failure) {
        change(() -> failures.put(serviceId, failure));
    }

    /** A strategy that did not start has left. */
    void failureGone(long serviceId) {
        change(() -> failures.remove(serviceId));
    }

    /** A bundle is gone for good: routes that went on with it choose anew. */
    void uninstalled(long bundleId) {
        change(() -> lanes.values().forEach(lane -> lane.uninstalled(bundleId)));
    }

    /** Lets somebody else serve where the version of a route's choice was waited for long enough. */
    void endWaits() {
        if (table.entries().stream().anyMatch(RouteTable.Entry::waitedLongEnough)) {
            refresh();
        }
    }

    /** From now on nothing is noted or chosen: that the host stops is no change of who serves. */
    void close() {
        changing.lock();
        closing = true;
        changing.unlock();
    }

    /** Versions of a strategy that run for a route and have not failed their way out. */
    List<Version> sound(String routeId, String strategy) {
        changing.lock();
        try {
            return candidates.stream()
                    .filter(candidate -> candidate.isFor(routeId, strategy)
                            && !candidate.breaker().open())
                    .map(Candidate::version)
                    .toList();
        } finally {
            changing.unlock();
        }
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

    /** Looks anew at who is sound. */
    void refresh() {
        change(() -> {});
    }

    /**
     * Waits for somebody who serves.
     *
     * @param seen the table that names nobody
     * @param entry the route there
     * @param latest when to give up at the latest, by the monotonic clock
     * @return {@code false} once there is no hope of that in time
     */
    boolean awaitServing(RouteTable seen, RouteTable.Entry entry, long latest) {
        long until = Math.min(entry.lane().hopeUntil(), latest);
        if (entry.fitting().isEmpty()) {
            return awaitChange(seen, until);
        }
        // Somebody could serve, but the one that served last is given time to return first.
        boolean changedMeanwhile =
                awaitChange(seen, Math.min(until, entry.lane().returnUntil()));
        if (!changedMeanwhile && !entry.lane().mayReturn()) {
            refresh();
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
        return new Lane(id, log.lastChosen(id));
    }

    private void change(Runnable edit) {
        long begun = System.nanoTime();
        changing.lock();
        try {
            edit.run();
            RouteTable before = table;
            List<RouteTable.Entry> entries = new ArrayList<>(routes.size());
            List<ChangeLog.Line> notes = new ArrayList<>();
            for (Route route : routes) {
                entries.add(changed(route, before.serving(route.id()), notes));
            }
            table = new RouteTable(entries);
            changed.signalAll();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            notes.forEach(note -> log.add(note, took));
        } finally {
            changing.unlock();
        }
    }

    private RouteTable.Entry changed(Route route, Optional<Candidate> before, List<ChangeLog.Line> notes) {
        Lane lane = lanes.get(route.id());
        before.filter(served -> !candidates.contains(served)).ifPresent(lane::left);
        RouteTable.Entry entry = RouteTable.Entry.of(route, lane, candidates, failures.values());
        if (closing) {
            return entry;
        }
        Optional<Choice> now = entry.choice();
        boolean chosenAnew = now.isPresent()
                && lane.choice().filter(chosen -> !chosen.differs(now.get())).isEmpty();
        if (!entry.serving().equals(before) || chosenAnew) {
            notes.add(note(entry, before));
        }
        now.ifPresent(lane::chose);
        return entry;
    }

    private ChangeLog.Line note(RouteTable.Entry entry, Optional<Candidate> before) {
        Optional<Candidate> now = entry.serving();
        if (now.isEmpty()) {
            entry.lane().hope();
        }
        String id = entry.route().id();
        String why = why(entry, before);
        Routes.Change change = new Routes.Change(
                Instant.now(), id, now.map(candidate -> entry.route().strategy()), now.map(Candidate::version), why);
        return new ChangeLog.Line(change, entry.standsIn());
    }

    private String why(RouteTable.Entry entry, Optional<Candidate> before) {
        if (entry.standsIn()) {
            return "it stands in for " + entry.lane().choice().get();
        }
        if (entry.serving().equals(before)) {
            return "the one that it stood in for was uninstalled";
        }
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
