package weir.router.internal.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import weir.router.internal.state.StateStore;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;

/**
 * The part of a strategy instance that keeps the state of a {@link StatefulStrategy} across versions. Of all instances of a route, one
 * owns the state: the one that has served last. Thread-safe.
 */
final class InstanceState {

    private final InstanceId id;
    private final StateStore store;
    private volatile StatefulStrategy strategy;
    private volatile boolean isOwner;

    /** The state could not be saved, stored or restored. The message is a clause, for example {@code saveState() threw …}. */
    static final class StateException extends Exception {
        private static final long serialVersionUID = 1L;

        StateException(String message) {
            super(message);
        }
    }

    private record Result(byte[] state, String failure) {}

    InstanceState(InstanceId id, StateStore store) {
        this.id = id;
        this.store = store;
    }

    /** Called when the strategy is activated. */
    void setStrategy(RebalanceStrategy activated) {
        strategy = activated instanceof StatefulStrategy stateful ? stateful : null;
    }

    /** Whether the strategy keeps state, but does not own the route's state. */
    boolean isMissing() {
        return strategy != null && !isOwner;
    }

    boolean isOwner() {
        return isOwner;
    }

    void setOwner(boolean owner) {
        isOwner = owner;
    }

    /** Runs a test and restores the state that the strategy had before. Returns why one of the three failed; otherwise empty. */
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
    Optional<byte[]> stored() throws StateException {
        try {
            return store.read(id.route(), id.strategy());
        } catch (IOException e) {
            throw new StateException("the stored state cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Stores a state on disk. */
    void store(byte[] state, long deadlineNanos) throws StateException {
        call("storing the state in data/state", deadlineNanos, () -> {
            store.write(id.route(), id.strategy(), id.version(), state);
            return state;
        });
    }

    byte[] save(long deadlineNanos) throws StateException {
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

    void restore(byte[] state, long deadlineNanos) throws StateException {
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
