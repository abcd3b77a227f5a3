package weir.chain.internal.rpc;

import java.time.Duration;
import java.time.Instant;

/**
 * The one thread of a chain client, and its clock. Tasks run one after the other; everything that changes the state of the client is such
 * a task, so that it needs no locks. Tests control the clock.
 */
public interface Scheduler {

    /** The wall clock. */
    Instant now();

    /** Runs a task on the thread. Thread-safe. */
    void execute(Runnable task);

    /** Runs a task on the thread after a delay. Called on the thread. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {

        /** Prevents the task from running, if it has not begun. Called on the thread. */
        void cancel();
    }
}
