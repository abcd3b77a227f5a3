package weir.rounds.internal.challenge.shadow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Permits work while the processor time of the last 60 s is at most 10 %. For one thread. */
final class CpuBudget {

    static final Duration WINDOW = Duration.ofSeconds(60);
    static final double MAX_SHARE = 0.1;

    /** Calls that end within this time are one use, so that the number of uses is bounded. */
    private static final Duration RESOLUTION = Duration.ofMillis(100);

    private final Deque<Use> uses = new ArrayDeque<>();
    private long usedNanos;

    private record Use(long endNanos, long cpuNanos) {}

    /** @param now time as {@link System#nanoTime()} */
    boolean isAvailable(long now) {
        while (!uses.isEmpty() && now - uses.peekFirst().endNanos() > WINDOW.toNanos()) {
            usedNanos -= uses.pollFirst().cpuNanos();
        }
        return usedNanos <= MAX_SHARE * WINDOW.toNanos();
    }

    void add(long now, long cpuNanos) {
        Use last = uses.peekLast();
        if (last != null && now - last.endNanos() < RESOLUTION.toNanos()) {
            uses.pollLast();
            uses.addLast(new Use(last.endNanos(), last.cpuNanos() + cpuNanos));
        } else {
            uses.addLast(new Use(now, cpuNanos));
        }
        usedNanos += cpuNanos;
    }
}
