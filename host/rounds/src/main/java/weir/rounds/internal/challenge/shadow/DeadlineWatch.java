package weir.rounds.internal.challenge.shadow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the deadlines that calls of a strategy miss, each call once per deadline that passes. Calls {@code onLimit} once, on the
 * timer's thread, when {@link #MAX_MISSED} are missed. Thread-safe; one call at a time.
 */
public final class DeadlineWatch {

    /** For the queries of validators. */
    public static final Duration DEADLINE = Duration.ofSeconds(3);

    public static final int MAX_MISSED = 3;

    private final Timer timer;
    private final Duration deadline;
    private final Runnable onLimit;
    private final AtomicInteger missed = new AtomicInteger();

    /** Runs tasks at a later time. */
    @FunctionalInterface
    public interface Timer {
        /** Runs a task after each period. Returns what cancels it. */
        Runnable schedule(Duration period, Runnable task);
    }

    public DeadlineWatch(Timer timer, Duration deadline, Runnable onLimit) {
        this.timer = timer;
        this.deadline = deadline;
        this.onLimit = onLimit;
    }

    int missed() {
        return missed.get();
    }

    /** Called before a call of the strategy. Run the result after the call. */
    public Runnable start() {
        return timer.schedule(deadline, this::miss);
    }

    private void miss() {
        if (missed.incrementAndGet() == MAX_MISSED) {
            onLimit.run();
        }
    }
}
