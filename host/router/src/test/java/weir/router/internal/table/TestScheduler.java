package weir.router.internal.table;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that runs as the system's and can be advanced; timers run only when it is. */
final class TestScheduler extends Scheduler {

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private long advanced;

    @Override
    synchronized long nanoTime() {
        return System.nanoTime() + advanced;
    }

    @Override
    public synchronized void schedule(Duration delay, Runnable task) {
        timers.add(new Timer(nanoTime() + delay.toNanos(), task));
    }

    void advance(Duration by) {
        synchronized (this) {
            advanced += by.toNanos();
        }
        for (Runnable task = due(); task != null; task = due()) {
            task.run();
        }
    }

    /** Advances the clock and loses all timers, as if their thread were blocked. */
    synchronized void advanceWithoutTimers(Duration by) {
        advanced += by.toNanos();
        timers.clear();
    }

    private synchronized Runnable due() {
        return timers.isEmpty() || timers.peek().at() > nanoTime()
                ? null
                : timers.poll().task();
    }

    private record Timer(long at, Runnable task) {}
}
