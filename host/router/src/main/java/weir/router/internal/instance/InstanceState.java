package weir.router.internal.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.internal.state.StateStore;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;

/**
 * The part of a strategy instance that keeps the state of a {@link StatefulStrategy} across versions. Of all instances of a route, one
 * owns the state: the one that has served last. Thread-safe.
 */
final class InstanceState {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceState.class);

    private final InstanceId id;
    private final StateStore store;
    private final RunningCalls runningCalls;
    private final ReentrantLock lifecycleLock;
    private volatile StatefulStrategy strategy;
    private volatile boolean isOwner;

    /** The state could not be saved, stored or restored. The message is a clause, for example {@code saveState() threw …}. */
    private static final class StateException extends Exception {
        private static final long serialVersionUID = 1L;

        StateException(String message) {
            super(message);
        }
    }

    private record Result(byte[] state, String failure) {}

    /** @param lifecycleLock held while the instance starts or stops */
    InstanceState(InstanceId id, StateStore store, RunningCalls runningCalls, ReentrantLock lifecycleLock) {
        this.id = id;
        this.store = store;
        this.runningCalls = runningCalls;
        this.lifecycleLock = lifecycleLock;
    }

    /** Called when the strategy is activated. */
    void setStrategy(RebalanceStrategy activated) {
        strategy = activated instanceof StatefulStrategy stateful ? stateful : null;
    }

    /** Whether the strategy keeps state, but does not own the route's state. */
    boolean isMissing() {
        return strategy != null && !isOwner;
    }

    /**
     * Gets the route's state from its owner or from the disk, and restores it. While this runs, the owner refuses new queries.
     * Afterwards this instance owns the state, also after a failure.
     *
     * @param owner instance of the same strategy that owns the state; empty if none runs
     * @param deadlineNanos latest end, as {@link System#nanoTime()}
     * @return problem of the state, a clause; empty if there is none
     */
    Optional<String> takeFrom(Optional<InstanceState> owner, long deadlineNanos) {
        try {
            Optional<byte[]> saved = owner.isPresent() ? owner.get().give(deadlineNanos) : Optional.empty();
            Optional<byte[]> given = saved.isPresent() ? saved : stored();
            if (given.isPresent()) {
                restore(given.get(), deadlineNanos);
            }
            return saved.flatMap(bytes -> owner.get().store(bytes, deadlineNanos));
        } catch (StateException e) {
            return Optional.of(id + " has started without its earlier state, because " + e.getMessage());
        } finally {
            // The previous owner goes on refusing queries: a query that has read an older table would change the old
            // state.
            owner.ifPresent(previous -> previous.isOwner = false);
            isOwner = true;
            runningCalls.permitNew();
        }
    }

    /** Refuses new queries, waits for the running ones, and saves the state. Returns empty if the instance has stopped and stored it. */
    private Optional<byte[]> give(long deadlineNanos) throws StateException {
        boolean isLocked = false;
        try {
            isLocked = lifecycleLock.tryLock(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!isLocked) {
                throw new StateException(id + " was still stopping");
            }
            if (!isOwner) {
                return Optional.empty();
            }
            runningCalls.refuseNew();
            if (!runningCalls.awaitNone(Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
                throw new StateException("a query of " + id + " was still running");
            }
            return Optional.of(save(deadlineNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateException("the host is stopping");
        } finally {
            if (isLocked) {
                lifecycleLock.unlock();
            }
        }
    }

    /** Stores the state of an owner whose last query has ended. */
    void storeAtStop(Duration timeout) {
        if (!isOwner) {
            return;
        }
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        try {
            store(save(deadlineNanos), deadlineNanos)
                    .ifPresent(problem -> LOG.error("Route {}: {}", id.route(), problem));
        } catch (StateException e) {
            LOG.error("Route {}: the state of {} is lost, because {}", id.route(), id, e.getMessage());
        }
        isOwner = false;
    }

    /** Saves the state, runs a test and restores the state. Returns why one of these three steps failed; otherwise empty. */
    Optional<String> keepDuring(Supplier<Optional<String>> test, Duration timeout) {
        if (strategy == null) {
            return test.get();
        }
        try {
            long deadlineNanos = System.nanoTime() + timeout.toNanos();
            byte[] before = save(deadlineNanos);
            Optional<String> failure = test.get();
            restore(before, System.nanoTime() + timeout.toNanos());
            return failure;
        } catch (StateException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Returns the stored state of the route; empty if there is none. */
    private Optional<byte[]> stored() throws StateException {
        try {
            return store.read(id.route(), id.strategy());
        } catch (IOException e) {
            throw new StateException("the stored state cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Stores a state on disk. Returns the problem if that fails. */
    private Optional<String> store(byte[] bytes, long deadlineNanos) {
        try {
            call("storing it in data/state", deadlineNanos, () -> {
                store.write(id.route(), id.strategy(), id.version(), bytes);
                return bytes;
            });
            return Optional.empty();
        } catch (StateException e) {
            return Optional.of("a restart would lose the state of " + id + ", because " + e.getMessage());
        }
    }

    private byte[] save(long deadlineNanos) throws StateException {
        byte[] state = call("saveState()", deadlineNanos, () -> {
            byte[] saved = strategy.saveState();
            return saved == null || saved.length > StatefulStrategy.MAX_STATE_BYTES ? saved : saved.clone();
        });
        if (state == null || state.length > StatefulStrategy.MAX_STATE_BYTES) {
            throw new StateException(
                    "saveState() returned " + (state == null ? "null" : state.length + " bytes; return at most 1 MiB"));
        }
        return state;
    }

    private void restore(byte[] state, long deadlineNanos) throws StateException {
        call("restoreState()", deadlineNanos, () -> {
            strategy.restoreState(state.clone());
            return state;
        });
    }

    private byte[] call(String what, long deadlineNanos, Callable<byte[]> call) throws StateException {
        try {
            Result result = TimedCall.call(
                    "weir state of " + id.route(),
                    Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())),
                    () -> run(call),
                    late -> {},
                    true);
            if (result == null) {
                throw new StateException("the host is stopping");
            }
            if (!result.failure().isEmpty()) {
                throw new StateException(what + " failed: " + result.failure());
            }
            return result.state();
        } catch (TimeoutException e) {
            throw new StateException(what + " did not return in time");
        } catch (OutOfMemoryError e) {
            throw new StateException("the system cannot start a thread (" + e.getMessage() + ")");
        }
    }

    /** Runs on the call's thread, because the message of an exception is the strategy's code. */
    private static Result run(Callable<byte[]> call) {
        try {
            return new Result(call.call(), "");
        } catch (Throwable t) {
            return new Result(null, DecisionSanitizer.describe(t));
        }
    }
}
