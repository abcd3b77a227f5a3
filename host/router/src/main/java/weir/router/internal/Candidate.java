package weir.router.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Version;
import weir.router.Outcome;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;

/**
 * One instance of a strategy, made for one route by one version of its bundle, with all that the host holds against it: the
 * lease that delays its end, the threads it may use, the count of its failures.
 */
final class Candidate {

    /** Newest version first; of one version the bundle installed last, and of one bundle the service registered first. */
    static final Comparator<Candidate> NEWEST_FIRST = Comparator.comparing(Candidate::version)
            .thenComparing(candidate -> candidate.bundleId)
            .reversed()
            .thenComparing(candidate -> candidate.serviceId);

    private final String route;
    private final String strategy;
    private final Version version;
    private final long bundleId;
    private final long serviceId;
    private final RebalanceStrategy service;
    private final Lease lease = new Lease();
    private final Breaker breaker = new Breaker();
    private final Bulkhead bulkhead;

    Candidate(
            String route, String strategy, Version version, long bundleId, long serviceId, RebalanceStrategy service) {
        this.route = route;
        this.strategy = strategy;
        this.version = version;
        this.bundleId = bundleId;
        this.serviceId = serviceId;
        this.service = service;
        this.bulkhead = new Bulkhead(route + " " + strategy + " " + version);
    }

    Version version() {
        return version;
    }

    long bundleId() {
        return bundleId;
    }

    Breaker breaker() {
        return breaker;
    }

    boolean fits(Route wanted) {
        return isFor(wanted.id(), wanted.strategy()) && wanted.versions().includes(version);
    }

    boolean isFor(String routeId, String strategyName) {
        return route.equals(routeId) && strategy.equals(strategyName);
    }

    /** Enters the lease; {@code false} once the candidate is on its way out. After {@code true} call {@link #ask} or {@link #leave}. */
    boolean enter() {
        return lease.acquire();
    }

    void leave() {
        lease.release();
    }

    /**
     * Asks the strategy on a thread of its bulkhead and waits until the deadline. Leaves the lease when the strategy has
     * really returned, which may be later than this method does.
     */
    Reply ask(RebalanceQuery query, Market market, long deadlineNanos) {
        Optional<Call<Reply>> submitted = bulkhead.submit(() -> decided(query, market), this::leave);
        if (submitted.isEmpty()) {
            leave();
            return Reply.failure(Outcome.UNAVAILABLE, "all " + Bulkhead.THREADS + " threads of the strategy are taken");
        }
        Call<Reply> call = submitted.get();
        try {
            return call.await(deadlineNanos);
        } catch (TimeoutException e) {
            return Reply.failure(Outcome.TIMEOUT, "the strategy did not answer in time");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return Reply.failure(Outcome.UNAVAILABLE, "the host is stopping");
        } catch (ExecutionException | CancellationException e) {
            return Reply.failure(Outcome.UNAVAILABLE, "the call was lost: " + e.getMessage());
        }
    }

    /** Lets nobody in any more, waits for those inside, then lets the threads go; {@code false} if somebody did not come out. */
    boolean drain(Duration wait) {
        lease.retire();
        try {
            return lease.awaitDrained(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            bulkhead.close();
        }
    }

    /** Whatever the strategy returns or throws is made plain here, on its own thread: even its exception's message is its code. */
    private Reply decided(RebalanceQuery query, Market market) {
        try {
            return plain(service.decide(query, market));
        } catch (Throwable t) {
            if (t instanceof OutOfMemoryError) {
                breaker.heapFilled();
            }
            return Reply.failure(Outcome.EXCEPTION, "the strategy threw " + words(t));
        }
    }

    private static Reply plain(Decision decision) {
        try {
            return new Reply(Plain.of(decision), Outcome.PASSED, "");
        } catch (IllegalArgumentException e) {
            return Reply.failure(Outcome.GUARD, e.getMessage());
        }
    }

    private static String words(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            String words = thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
            return Plain.words(words);
        } catch (Throwable unspeakable) {
            return name;
        }
    }

    @Override
    public String toString() {
        return strategy + " " + version;
    }

    /**
     * What came back.
     *
     * @param decision what the strategy said, plain; {@code null} after a failure
     * @param outcome {@link Outcome#PASSED} until somebody finds it wanting
     * @param why the reason of a failure
     */
    record Reply(Decision decision, Outcome outcome, String why) {
        static Reply failure(Outcome outcome, String why) {
            return new Reply(null, outcome, why);
        }

        /** This reply, or the failure that the guard finds in it. */
        Reply guarded(RebalanceQuery query) {
            return outcome == Outcome.PASSED
                    ? Guard.violation(query, decision)
                            .map(violation -> failure(Outcome.GUARD, violation))
                            .orElse(this)
                    : this;
        }
    }
}
