package weir.isolation.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The crashes of a publisher's child process within the last ten minutes, and the bundles that caused them: those that were answering a
 * query when the process ended, or all of them if none was. Thread-safe.
 */
final class CrashHistory {

    /** A bundle with this many crashes does not run. */
    static final int LIMIT = 3;

    static final Duration PERIOD = Duration.ofMinutes(10);

    /** Pause before the start that follows the first, second … crash. */
    private static final long[] PAUSES_MILLIS = {0, 500, 2_000, 10_000, 60_000};

    private final LongSupplier nanoTime;
    private final Deque<Long> crashes = new ArrayDeque<>();
    private final Map<String, Deque<Long>> crashesByBundle = new HashMap<>();

    CrashHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void record(Collection<String> bundles) {
        long now = nanoTime.getAsLong();
        crashes.add(now);
        crashesByBundle.values().removeIf(times -> {
            forgetOld(times);
            return times.isEmpty();
        });
        bundles.forEach(bundle -> crashesByBundle
                .computeIfAbsent(bundle, key -> new ArrayDeque<>())
                .add(now));
    }

    synchronized int count() {
        forgetOld(crashes);
        return crashes.size();
    }

    /** Whether a bundle has crashed so often that it does not run now. */
    synchronized boolean isDisabled(String bundle) {
        Deque<Long> own = crashesByBundle.get(bundle);
        if (own == null) {
            return false;
        }
        forgetOld(own);
        return own.size() >= LIMIT;
    }

    /** Pause before the next start. */
    Duration pause() {
        int count = Math.max(1, count());
        return Duration.ofMillis(PAUSES_MILLIS[Math.min(count, PAUSES_MILLIS.length) - 1]);
    }

    private void forgetOld(Deque<Long> times) {
        long now = nanoTime.getAsLong();
        while (!times.isEmpty() && now - times.peek() >= PERIOD.toNanos()) {
            times.remove();
        }
    }
}
