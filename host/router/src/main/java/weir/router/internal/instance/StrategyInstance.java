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
 * <p>The state is {@link StrategyState#DEGRADED} if the activation or the self-test failed, or while the circuit breaker is
 * open. All code of the strategy runs on threads of this instance, which catches all its exceptions and errors. Thread-safe.
 */
public final class StrategyInstance {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyInstance.class);

    /** Longest wait for the strategy's activation or deactivation. */
    private static final Duration ACTIVATION_TIMEOUT = Duration.ofSeconds(3);

    private final Duration timeout;
    private final StrategyService service;
    private final InstanceId id;
    private final Listener listener;
    private final RunningCalls runningCalls = new RunningCalls();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final Bulkhead bulkhead;
    /** A start and a stop of the instance exclude each other. */
    private final Object lifecycleLock = new Object();

    private volatile RebalanceStrategy strategy;
    private volatile Status status = new Status(StrategyState.STARTING, "");

    /** Receives the instance's states in order. Must not call the instance, which holds a lock during the call. */
    public interface Listener {
        /** The instance entered a state. The first one is {@link StrategyState#STARTING}. */
        void stateChanged(StrategyInstance instance, StrategyState state, String reason);
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
        this.bulkhead = new Bulkhead(id.route() + " " + this);
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

    /** Why the instance is degraded or its start is delayed; otherwise empty. */
    public String reason() {
        return status.reason();
    }

    public boolean isReady() {
        return state() == StrategyState.READY;
    }

    /** Whether the strategy is activated and can be called. Also true while it is degraded. */
    public boolean isCallable() {
        return isReady() || state() == StrategyState.DEGRADED && strategy != null;
    }

    /**
     * Activates the strategy. Returns when it is ready or has failed, or after 3 s; then it may become ready later.
     *
     * @param selfTest tests the activated instance; returns why it failed, or empty if it passed
     */
    public void start(Function<StrategyInstance, Optional<String>> selfTest) {
        synchronized (lifecycleLock) {
            enterState(StrategyState.STARTING, "");
            try {
                String thread = "weir start of " + id.route() + " " + this;
                onActivation(
                        TimedCall.call(
                                thread, timeout, service::activate, late -> onLateActivation(late, selfTest), false),
                        selfTest);
            } catch (TimeoutException e) {
                enterState(StrategyState.STARTING, e.getMessage() + "; it serves as soon as it has started");
                LOG.error("Route {}: {} has not started: {}", id.route(), this, reason());
            } catch (OutOfMemoryError e) {
                // Not thrown: the tracker would then not track the service, and never stop this instance.
                onActivationFailure(
                        "the system cannot start a thread (" + e.getMessage() + "); remove the plugin that starts"
                                + " too many threads, then restart the host, or delete this plugin's file and add it again");
            }
        }
    }

    private void onLateActivation(RebalanceStrategy late, Function<StrategyInstance, Optional<String>> selfTest) {
        synchronized (lifecycleLock) {
            if (state() == StrategyState.STARTING) {
                LOG.info("Route {}: {} has started after a delay", id.route(), this);
                onActivation(late, selfTest);
            } else if (late != null) {
                service.deactivate();
            }
        }
    }

    private void onActivation(RebalanceStrategy activated, Function<StrategyInstance, Optional<String>> selfTest) {
        if (activated == null) {
            onActivationFailure(service.activationFailure());
            return;
        }
        strategy = activated;
        selfTest.apply(this).ifPresent(failure -> breaker.open("self-test: " + failure, System.nanoTime()));
        updateStateFromBreaker();
    }

    private void onActivationFailure(String reason) {
        LOG.error("Route {}: {} does not start: {}", id.route(), this, reason);
        enterState(StrategyState.DEGRADED, "it does not start: " + reason);
    }

    /**
     * Refuses new queries, waits for the running ones, and deactivates the strategy.
     *
     * @param drainTimeout longest wait for running queries
     */
    public void stop(Duration drainTimeout) {
        synchronized (lifecycleLock) {
            boolean isActivated = strategy != null;
            enterState(StrategyState.DRAINING, "");
            if (!drain(drainTimeout)) {
                LOG.error("{} has not returned from a query; its class loader cannot be freed until it does", this);
            }
            try {
                if (isActivated) {
                    TimedCall.call(
                            "weir stop of " + id.route() + " " + this, timeout, this::deactivate, nothing -> {}, true);
                }
            } catch (TimeoutException e) {
                LOG.error(
                        "{} has not stopped: {}; its class loader cannot be freed until it does", this, e.getMessage());
            } finally {
                enterState(StrategyState.GONE, "");
            }
        }
    }

    private Void deactivate() {
        service.deactivate();
        return null;
    }

    private boolean drain(Duration drainTimeout) {
        runningCalls.refuseNew();
        try {
            return runningCalls.awaitNone(drainTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            bulkhead.close();
        }
    }

    /**
     * Returns {@code false} if the instance is draining; otherwise a stop waits for the call. After {@code true}, the caller must
     * call {@link #decide} or {@link #decideUncounted} once.
     */
    public boolean tryBeginCall() {
        return runningCalls.tryBegin();
    }

    /** Calls the strategy, unless its circuit breaker is open, and records the result in the breaker. */
    public Reply decide(RebalanceQuery query, Market market, long deadlineNanos) {
        if (!breaker.tryAcquirePermission(System.nanoTime())) {
            runningCalls.end();
            return Reply.failed(Outcome.UNAVAILABLE, this + " is disabled: " + breaker.lastFailure());
        }
        boolean isProbe = breaker.isOpen();
        Reply reply = decideUncounted(query, market, deadlineNanos);
        boolean hasChanged = reply.hasPassed()
                ? breaker.recordSuccess(isProbe)
                : breaker.recordFailure(reply.reason(), System.nanoTime());
        if (hasChanged) {
            updateStateFromBreaker();
        }
        return reply;
    }

    /** Calls the strategy without its circuit breaker. */
    public Reply decideUncounted(RebalanceQuery query, Market market, long deadlineNanos) {
        Optional<StrategyCall<Reply>> submitted = bulkhead.submit(() -> callStrategy(query, market), runningCalls::end);
        if (submitted.isEmpty()) {
            runningCalls.end();
            return Reply.failed(Outcome.UNAVAILABLE, "all " + Bulkhead.THREADS + " threads of the strategy are busy");
        }
        StrategyCall<Reply> call = submitted.get();
        try {
            return checkWithGuard(query, call.await(deadlineNanos));
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

    /** Calls the strategy on one of its own threads, and catches all that it throws. No other method calls {@code decide}. */
    private Reply callStrategy(RebalanceQuery query, Market market) {
        try {
            return sanitize(strategy.decide(query, market));
        } catch (Throwable t) {
            if (t instanceof OutOfMemoryError) {
                breaker.recordOutOfMemory();
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

    private static Reply checkWithGuard(RebalanceQuery query, Reply reply) {
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

    private synchronized void updateStateFromBreaker() {
        boolean isOpen = breaker.isOpen();
        if (isOpen != (state() == StrategyState.DEGRADED) || state() == StrategyState.STARTING) {
            if (isOpen) {
                LOG.error("Route {}: {} is disabled: {}", id.route(), this, breaker.lastFailure());
            } else if (state() == StrategyState.DEGRADED) {
                LOG.info("Route {}: {} answers again", id.route(), this);
            }
            enterState(isOpen ? StrategyState.DEGRADED : StrategyState.READY, isOpen ? breaker.lastFailure() : "");
        }
    }

    /** Ignores {@code next} if the instance is draining or gone and {@code next} is an earlier state. */
    private synchronized void enterState(StrategyState next, String reason) {
        if (next.compareTo(StrategyState.DRAINING) < 0 && state().compareTo(StrategyState.DRAINING) >= 0) {
            return;
        }
        status = new Status(next, reason);
        listener.stateChanged(this, next, reason);
    }

    @Override
    public String toString() {
        return id.strategy() + " " + id.version();
    }
}
