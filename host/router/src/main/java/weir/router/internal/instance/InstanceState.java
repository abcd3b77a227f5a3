package weir.router.internal.instance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import weir.router.internal.state.SharedState;
import weir.router.internal.state.StateStore;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;

/**
 * The part of a strategy instance that keeps the state of a {@link StatefulStrategy} across versions. {@link SharedState} knows which
 * instance owns the state; only the owner may replace the stored bytes. Thread-safe.
 */
final class InstanceState implements SharedState.Member {

    private final InstanceId id;
    private final SharedState shared;
    private final RunningCalls runningCalls;
    private final ReentrantLock lifecycleLock;
    private volatile StatefulStrategy strategy;
    private volatile boolean isStopped;
    private volatile boolean isUsable = true;

    /** The state could not be saved, stored or restored. The message is a clause, for example {@code saveState() threw …}. */
    private static final class StateException extends Exception {
        private static final long serialVersionUID = 1L;

        StateException(String message) {
            super(message);
        }
    }

    private record Result<T>(T value, String failure) {}

    /** @param lifecycleLock held while the instance starts or stops */
    InstanceState(InstanceId id, StateStore store, RunningCalls runningCalls, ReentrantLock lifecycleLock) {
        this.id = id;
        this.shared = store.of(id.route(), id.strategy());
        this.runningCalls = runningCalls;
        this.lifecycleLock = lifecycleLock;
    }

    /** Called when the strategy is activated. */
    void setStrategy(RebalanceStrategy activated) {
        strategy = activated instanceof StatefulStrategy stateful ? stateful : null;
    }

    /** Whether the strategy keeps state, and has not asked for the route's state since another instance was selected. */
    boolean isMissing() {
        return strategy != null && !shared.isCurrent(this);
    }

    /** Whether the strategy's memory is intact. Otherwise the instance must never serve. */
    boolean isUsable() {
        return isUsable;
    }

    @Override
    public boolean isStopped() {
        return isStopped;
    }

    /**
     * Gets the state from its owner or from the disk, and restores it. While this runs, the owner and this instance reject queries.
     * Afterwards this instance serves in any case. It owns the state unless it could not restore it.
     *
     * @param deadlineNanos latest end, as {@link System#nanoTime()}
     */
    void take(long deadlineNanos) {
        Optional<SharedState.Member> owner = shared.owner();
        Optional<String> problem = Optional.of("an error occurred");
        try {
            if (owner.isEmpty() || owner.get() != this) {
                awaitNoCall(deadlineNanos);
                Optional<byte[]> given =
                        owner.isPresent() ? ((InstanceState) owner.get()).give(deadlineNanos) : Optional.empty();
                Optional<byte[]> state =
                        given.isPresent() ? given : call("reading it", deadlineNanos, false, shared::read);
                if (state.isPresent()) {
                    restore(state.get(), deadlineNanos);
                }
            }
            problem = Optional.empty();
        } catch (StateException e) {
            problem = Optional.of(e.getMessage());
        } finally {
            try {
                shared.setCurrent(this, owner, problem);
            } finally {
                runningCalls.permitNew();
            }
        }
    }

    /** Rejects queries, saves the state and stores it. Returns empty if the instance has stopped and stored it. */
    private Optional<byte[]> give(long deadlineNanos) throws StateException {
        boolean isLocked = false;
        try {
            isLocked = lifecycleLock.tryLock(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!isLocked) {
                throw new StateException(id + " was still stopping");
            }
            if (!shared.isOwner(this)) {
                return Optional.empty();
            }
            awaitNoCall(deadlineNanos);
            byte[] state = save(deadlineNanos);
            // A slow disk must leave time to restore the state.
            long now = System.nanoTime();
            store(state, now + (deadlineNanos - now) / 2, true);
            return Optional.of(state);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            if (isLocked) {
                lifecycleLock.unlock();
            }
        }
    }

    private void awaitNoCall(long deadlineNanos) throws StateException {
        runningCalls.rejectNew();
        try {
            if (!runningCalls.awaitNone(Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
                throw new StateException("a query of " + id + " was still running");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static StateException interrupted() {
        Thread.currentThread().interrupt();
        return new StateException("the host is stopping");
    }

    /** Called when the instance rejects queries permanently, and before the strategy is deactivated. Stores the state of the owner. */
    void stop(boolean isDrained, Duration timeout) {
        isStopped = true;
        boolean isOwner = shared.isOwner(this);
        boolean isStored = false;
        try {
            if (strategy != null && (isOwner || shared.isCurrent(this))) {
                long deadlineNanos = System.nanoTime() + timeout.toNanos();
                if (!isDrained) {
                    throw new StateException("a query was still running");
                }
                isStored = store(save(deadlineNanos), deadlineNanos, isOwner);
            }
        } catch (StateException e) {
            shared.reportNotStored(
                    shared.nextSaveNumber(),
                    "the state of " + id + " since its last save is lost, because " + e.getMessage()
                            + "; correct the strategy");
        } finally {
            shared.forget(this, isStored && isOwner);
        }
    }

    /**
     * Runs a test and restores the state that the strategy had before. If that is not possible, for example because a call of the test
     * does not return, the instance is not usable any more.
     *
     * @return why the test, saving or restoring failed; otherwise empty
     */
    Optional<String> keepDuring(Supplier<Optional<String>> test, Duration timeout) {
        if (strategy == null) {
            return test.get();
        }
        try {
            byte[] before = save(System.nanoTime() + timeout.toNanos());
            isUsable = false;
            Optional<String> failure = test.get();
            long deadlineNanos = System.nanoTime() + timeout.toNanos();
            awaitNoCall(deadlineNanos);
            restore(before, deadlineNanos);
            isUsable = true;
            runningCalls.permitNew();
            return failure;
        } catch (StateException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Stores a state on disk, and reports the problem if that fails. */
    private boolean store(byte[] state, long deadlineNanos, boolean mayReplace) {
        long number = shared.nextSaveNumber();
        try {
            return call(
                    "storing it in data/state",
                    deadlineNanos,
                    false,
                    () -> shared.write(number, id.version(), state, mayReplace));
        } catch (StateException e) {
            shared.reportNotStored(
                    number,
                    "a restart would lose the state of " + id + ", because " + e.getMessage()
                            + "; correct the disk, then the next change of the version or stop stores it");
            return false;
        }
    }

    private byte[] save(long deadlineNanos) throws StateException {
        byte[] state = call("saveState()", deadlineNanos, true, () -> {
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
        call("restoreState()", deadlineNanos, true, () -> {
            strategy.restoreState(state.clone());
            return true;
        });
    }

    /**
     * Makes a call that may hang and may still run after the deadline.
     *
     * @param interrupts whether to interrupt it at the deadline; false for a file, which an interrupt would close half written
     */
    private <T> T call(String what, long deadlineNanos, boolean interrupts, Callable<T> call) throws StateException {
        long leftNanos = deadlineNanos - System.nanoTime();
        if (leftNanos <= 0) {
            throw new StateException("no time was left for " + what);
        }
        try {
            Result<T> result = TimedCall.call(
                    "weir state of " + id.route(),
                    Duration.ofNanos(leftNanos),
                    () -> run(call),
                    late -> {},
                    interrupts);
            if (result == null) {
                throw new StateException("the host is stopping");
            }
            if (!result.failure().isEmpty()) {
                throw new StateException(what + " failed: " + result.failure());
            }
            return result.value();
        } catch (TimeoutException e) {
            throw new StateException(what + " did not return in time");
        } catch (OutOfMemoryError e) {
            throw new StateException("the system cannot start a thread (" + e.getMessage() + ")");
        }
    }

    /** Runs on the call's thread, because the message of an exception is the strategy's code. */
    private static <T> Result<T> run(Callable<T> call) {
        try {
            return new Result<>(call.call(), "");
        } catch (Throwable t) {
            return new Result<>(null, DecisionSanitizer.describe(t));
        }
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
