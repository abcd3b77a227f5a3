package weir.router.internal.instance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Outcome;
import weir.router.StrategyState;
import weir.router.internal.state.StateStore;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

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

    private final Duration timeout;
    private final StrategyService service;
    private final InstanceId id;
    private final Listener listener;
    private final RunningCalls runningCalls = new RunningCalls();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final StrategyThreads threads;
    private final StrategyCaller calls;
    private final InstanceState savedState;
    /** A start, a stop and a handover of the instance's state exclude each other. */
    private final ReentrantLock lifecycleLock = new ReentrantLock();

    private volatile RebalanceStrategy strategy;
    private volatile Status status = new Status(StrategyState.STARTING, "");

    /** Receives the instance's states in order. Must not call the instance, which holds a lock during the call. */
    public interface Listener {
        /** The instance entered a state. The first one is {@link StrategyState#STARTING}. */
        void stateChanged(StrategyInstance instance, StrategyState state, String reason);
    }

    private record Status(StrategyState state, String reason) {}

    /**
     * Creates an instance that {@link #start} starts.
     *
     * @param timeout longest wait for the strategy's activation or deactivation
     */
    public StrategyInstance(StrategyService service, Listener listener, StateStore states, Duration timeout) {
        this.timeout = timeout;
        this.service = service;
        this.id = service.id();
        this.listener = listener;
        this.savedState = new InstanceState(id, states, runningCalls, lifecycleLock);
        this.threads = new StrategyThreads(id.route() + " " + this);
        this.calls = new StrategyCaller(threads, runningCalls, breaker);
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

    /** Whether the strategy's class is not of its bundle: the host's proxy of a strategy in a child process. */
    public boolean isProxy() {
        Bundle classes = strategy == null ? null : FrameworkUtil.getBundle(strategy.getClass());
        return classes != null && classes.getBundleId() != id.bundleId();
    }

    /** Whether the strategy keeps state and has to get the route's state before it serves. */
    public boolean needsState() {
        return savedState.isMissing();
    }

    /** Whether the strategy is activated and can be called. Also true while it is degraded, unless its self-test has spoilt its state. */
    public boolean isCallable() {
        return isReady() || state() == StrategyState.DEGRADED && strategy != null && savedState.isUsable();
    }

    /**
     * Activates the strategy. Returns when it is ready or has failed, or after the timeout; then it may become ready later.
     *
     * @param selfTest tests the activated instance; returns why it failed, or empty if it passed
     */
    public void start(Function<StrategyInstance, Optional<String>> selfTest) {
        lifecycleLock.lock();
        try {
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
        } finally {
            lifecycleLock.unlock();
        }
    }

    private void onLateActivation(RebalanceStrategy late, Function<StrategyInstance, Optional<String>> selfTest) {
        lifecycleLock.lock();
        try {
            if (state() == StrategyState.STARTING) {
                LOG.info("Route {}: {} has started after a delay", id.route(), this);
                onActivation(late, selfTest);
            } else if (late != null) {
                service.deactivate();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    private void onActivation(RebalanceStrategy activated, Function<StrategyInstance, Optional<String>> selfTest) {
        if (activated == null) {
            onActivationFailure(service.activationFailure());
            return;
        }
        savedState.setStrategy(activated);
        strategy = activated;
        selfTest.apply(this).ifPresent(failure -> breaker.open("self-test: " + failure, System.nanoTime()));
        updateStateFromBreaker();
    }

    private void onActivationFailure(String reason) {
        LOG.error("Route {}: {} does not start: {}", id.route(), this, reason);
        enterState(StrategyState.DEGRADED, "it does not start: " + reason);
    }

    /**
     * Rejects new queries, waits for the running ones, and deactivates the strategy.
     *
     * @param drainTimeout longest wait for running queries
     */
    public void stop(Duration drainTimeout) {
        lifecycleLock.lock();
        try {
            boolean isActivated = strategy != null;
            enterState(StrategyState.DRAINING, "");
            runningCalls.close();
            boolean isDrained = awaitRunningCalls(drainTimeout);
            threads.close();
            if (!isDrained) {
                LOG.error("{} has not returned from a query; its class loader cannot be freed until it does", this);
            }
            savedState.stop(isDrained, timeout);
            if (isActivated) {
                TimedCall.call(
                        "weir stop of " + id.route() + " " + this, timeout, this::deactivate, nothing -> {}, true);
            }
        } catch (TimeoutException e) {
            LOG.error("{} has not stopped: {}; its class loader cannot be freed until it does", this, e.getMessage());
        } finally {
            enterState(StrategyState.GONE, "");
            lifecycleLock.unlock();
        }
    }

    private Void deactivate() {
        service.deactivate();
        return null;
    }

    private boolean awaitRunningCalls(Duration timeLimit) {
        try {
            return runningCalls.awaitNone(timeLimit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** See {@link InstanceState#take}. */
    public void takeState(long deadlineNanos) {
        savedState.take(deadlineNanos);
    }

    /** Runs a self-test so that its queries do not change the strategy's state. Returns why it failed; otherwise empty. */
    public Optional<String> testKeepingState(Supplier<Optional<String>> selfTest) {
        return savedState.keepDuring(selfTest, timeout);
    }

    /**
     * Returns {@code false} if the instance is draining; otherwise a stop waits for the call. After {@code true}, the caller must
     * call {@link #decide}, {@link #decideOnThisThread} or {@link #decideUncounted} once.
     */
    public boolean tryBeginCall() {
        return runningCalls.tryBegin();
    }

    /** Calls the strategy, unless its circuit breaker is open, and records the result in the breaker. */
    public Reply decide(RebalanceQuery query, Market market, long deadlineNanos) {
        return countedCall(() -> decideUncounted(query, market, deadlineNanos));
    }

    /** Calls the strategy as {@link #decide} does, but on the calling thread and without a deadline. */
    public Reply decideOnThisThread(RebalanceQuery query, Market market) {
        return countedCall(() -> calls.callOnThisThread(strategy, query, market));
    }

    /** Calls the strategy as {@link #decideOnThisThread} does. The circuit breaker counts no failure of it except an OutOfMemoryError. */
    public Reply replayOnThisThread(RebalanceQuery query, Market market) {
        return countedCall(() -> calls.callOnThisThread(strategy, query, market), breaker::hasFilledHeap);
    }

    private Reply countedCall(Supplier<Reply> call) {
        return countedCall(call, () -> true);
    }

    private Reply countedCall(Supplier<Reply> call, BooleanSupplier isCounted) {
        if (!breaker.tryAcquirePermission(System.nanoTime())) {
            runningCalls.end();
            return Reply.failed(Outcome.UNAVAILABLE, this + " is disabled: " + breaker.lastFailure());
        }
        boolean isProbe = breaker.isOpen();
        Reply reply = call.get();
        boolean hasChanged = reply.hasPassed()
                ? breaker.recordSuccess(isProbe)
                : isCounted.getAsBoolean() && breaker.recordFailure(reply.reason(), System.nanoTime());
        if (hasChanged) {
            updateStateFromBreaker();
        }
        return reply;
    }

    /** Calls the strategy without its circuit breaker. */
    public Reply decideUncounted(RebalanceQuery query, Market market, long deadlineNanos) {
        return calls.call(strategy, query, market, deadlineNanos);
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
        try {
            listener.stateChanged(this, next, reason);
        } catch (RuntimeException | Error e) { // It must not end a start or stop early.
            LOG.error("Route {}: the change of {} to {} was not announced", id.route(), this, next, e);
        }
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
