package weir.router.internal.instance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Outcome;
import weir.router.StrategyState;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;

/**
 * One instance of a strategy for one route, and the owner of its life cycle:
 *
 * <pre>
 * STARTING → READY ⇄ DEGRADED → DRAINING → GONE
 * </pre>
 *
 * <p>It is degraded if its activation or its self-test failed, or while its circuit breaker is open. All code of the strategy runs on
 * threads of this instance, and everything it throws is caught here. Thread-safe.
 */
public final class StrategyInstance {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyInstance.class);

    /** How long the host waits for an activation or a deactivation. */
    private static final Duration ACTIVATION_TIMEOUT = Duration.ofSeconds(3);

    private final Duration timeout;
    private final StrategyService service;
    private final InstanceId id;
    private final Listener listener;
    private final Lease lease = new Lease();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final Bulkhead bulkhead;
    /** Held while it starts and while it stops, which therefore follow each other. */
    private final Object lifecycle = new Object();

    private volatile RebalanceStrategy strategy;
    private volatile Status status = new Status(StrategyState.STARTING, "");

    /** Is told of every state, in order. Called with a lock of the instance held, so it must not call back. */
    public interface Listener {
        /** The instance entered a state; {@link StrategyState#STARTING} is the first one. */
        void changed(StrategyInstance instance, StrategyState state, String reason);
    }

    private record Status(StrategyState state, String reason) {}

    public StrategyInstance(StrategyService service, Listener listener) {
        this(service, listener, ACTIVATION_TIMEOUT);
    }

    StrategyInstance(StrategyService service, Listener listener, Duration timeout) {
        this.timeout = timeout;
        this.service = service;
        this.id = service.id();
        this.listener = listener;
        this.bulkhead = new Bulkhead(id.route() + " " + id.name());
    }

    public InstanceId id() {
        return id;
    }

    public Version version() {
        return id.version();
    }

    public StrategyState state() {
        return status.state();
    }

    /** Why it is degraded or its start is delayed; otherwise empty. */
    public String failure() {
        return status.reason();
    }

    public boolean isReady() {
        return state() == StrategyState.READY;
    }

    /** Whether it is activated and may serve, be it degraded. */
    public boolean isCallable() {
        return isReady() || state() == StrategyState.DEGRADED && strategy != null;
    }

    /**
     * Activates the strategy. Returns when it is ready, has failed, or takes too long; in the last case it becomes ready later.
     *
     * @param selfTest gives the reason if the activated instance must not serve; empty if it may
     */
    public void start(Function<StrategyInstance, Optional<String>> selfTest) {
        synchronized (lifecycle) {
            transition(StrategyState.STARTING, "");
            try {
                String thread = "weir start of " + id.route() + " " + id.name();
                started(
                        TimedCall.call(thread, timeout, service::get, late -> startedLate(late, selfTest), false),
                        selfTest);
            } catch (TimeoutException e) {
                transition(StrategyState.STARTING, e.getMessage() + "; it serves as soon as it has started");
                LOG.error("Route {}: {} does not start: {}", id.route(), this, failure());
            } catch (OutOfMemoryError e) {
                // Thrown out of here, the service would be forgotten and its end missed.
                startFailed(
                        "the system has no thread for it (" + e.getMessage() + "); remove the plugin that starts too"
                                + " many threads, then restart the host, or delete this plugin's file and put it back");
            }
        }
    }

    private void startedLate(RebalanceStrategy late, Function<StrategyInstance, Optional<String>> selfTest) {
        synchronized (lifecycle) {
            if (state() == StrategyState.STARTING) {
                LOG.info("Route {}: the delayed start of {} has ended", id.route(), this);
                started(late, selfTest);
            } else if (late != null) {
                service.unget();
            }
        }
    }

    private void started(RebalanceStrategy activated, Function<StrategyInstance, Optional<String>> selfTest) {
        if (activated == null) {
            startFailed(service.activationFailure());
            return;
        }
        strategy = activated;
        selfTest.apply(this).ifPresent(failure -> breaker.open("self-test: " + failure, System.nanoTime()));
        followBreaker();
    }

    private void startFailed(String reason) {
        LOG.error("Route {}: {} does not start: {}", id.route(), this, reason);
        transition(StrategyState.DEGRADED, "it does not start: " + reason);
    }

    /**
     * Lets no new query in, waits for those inside, and deactivates the strategy.
     *
     * @param drainTimeout how long to wait for the queries
     */
    public void stop(Duration drainTimeout) {
        synchronized (lifecycle) {
            boolean isActivated = strategy != null;
            transition(StrategyState.DRAINING, "");
            if (!drain(drainTimeout)) {
                LOG.error("{} has not returned from a query; its class loader cannot be freed until it does", this);
            }
            try {
                if (isActivated) {
                    TimedCall.call(
                            "weir end of " + id.route() + " " + id.name(),
                            timeout,
                            this::deactivate,
                            nothing -> {},
                            true);
                }
            } catch (TimeoutException e) {
                LOG.error("{} does not stop: {}; its class loader cannot be freed until it does", this, e.getMessage());
            } finally {
                transition(StrategyState.GONE, "");
            }
        }
    }

    private Void deactivate() {
        service.unget();
        return null;
    }

    private boolean drain(Duration timeout) {
        lease.retire();
        try {
            return lease.awaitDrained(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            bulkhead.close();
        }
    }

    /** Enters the lease; {@code false} once it is draining. After {@code true}, call {@link #decide} or {@link #test} once. */
    public boolean acquire() {
        return lease.acquire();
    }

    /** Calls the strategy, unless its circuit breaker is open, and counts the result. */
    public Reply decide(RebalanceQuery query, Market market, long deadlineNanos) {
        if (!breaker.permits(System.nanoTime())) {
            lease.release();
            return Reply.failed(Outcome.UNAVAILABLE, this + " is disabled: " + breaker.reason());
        }
        boolean isProbe = breaker.isOpen();
        Reply reply = test(query, market, deadlineNanos);
        boolean hasChanged =
                reply.hasPassed() ? breaker.succeeded(isProbe) : breaker.failed(reply.reason(), System.nanoTime());
        if (hasChanged) {
            followBreaker();
        }
        return reply;
    }

    /** Calls the strategy and counts nothing. */
    public Reply test(RebalanceQuery query, Market market, long deadlineNanos) {
        Optional<StrategyCall<Reply>> submitted = bulkhead.submit(() -> call(query, market), lease::release);
        if (submitted.isEmpty()) {
            lease.release();
            return Reply.failed(Outcome.UNAVAILABLE, "all " + Bulkhead.THREADS + " threads of the strategy are busy");
        }
        StrategyCall<Reply> call = submitted.get();
        try {
            return guard(query, call.await(deadlineNanos));
        } catch (TimeoutException e) {
            return Reply.failed(Outcome.TIMEOUT, "the strategy did not answer in time");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return Reply.failed(Outcome.UNAVAILABLE, "the host is stopping");
        } catch (ExecutionException | CancellationException e) {
            return Reply.failed(Outcome.UNAVAILABLE, "the call was lost: " + e.getMessage());
        }
    }

    /** Runs on the strategy's thread. The only place where a strategy is called, and where its errors are caught. */
    private Reply call(RebalanceQuery query, Market market) {
        try {
            return sanitize(strategy.decide(query, market));
        } catch (Throwable t) {
            if (t instanceof OutOfMemoryError) {
                breaker.heapFilled();
            }
            return Reply.failed(Outcome.EXCEPTION, "the strategy threw " + DecisionSanitizer.describe(t));
        }
    }

    private static Reply sanitize(Decision decision) {
        try {
            return Reply.passed(DecisionSanitizer.sanitize(decision));
        } catch (IllegalArgumentException e) {
            return Reply.failed(Outcome.GUARD, e.getMessage());
        }
    }

    private static Reply guard(RebalanceQuery query, Reply reply) {
        try {
            return !reply.hasPassed()
                    ? reply
                    : Guard.violation(query, reply.decision())
                            .map(violation -> Reply.failed(Outcome.GUARD, violation))
                            .orElse(reply);
        } catch (RuntimeException e) {
            return Reply.failed(Outcome.GUARD, "the decision cannot be checked: " + e);
        }
    }

    private synchronized void followBreaker() {
        boolean isOpen = breaker.isOpen();
        if (isOpen != (state() == StrategyState.DEGRADED) || state() == StrategyState.STARTING) {
            if (isOpen) {
                LOG.error("Route {}: {} is disabled: {}", id.route(), this, breaker.reason());
            } else if (state() == StrategyState.DEGRADED) {
                LOG.info("Route {}: {} answers again", id.route(), this);
            }
            transition(isOpen ? StrategyState.DEGRADED : StrategyState.READY, isOpen ? breaker.reason() : "");
        }
    }

    /** States only move forward once it drains. */
    private synchronized void transition(StrategyState next, String reason) {
        if (next.compareTo(StrategyState.DRAINING) < 0 && state().compareTo(StrategyState.DRAINING) >= 0) {
            return;
        }
        status = new Status(next, reason);
        listener.changed(this, next, reason);
    }

    @Override
    public String toString() {
        return id.name();
    }
}
