package weir.axon.internal.handler;

import java.util.Comparator;
import java.util.TreeSet;
import weir.axon.internal.HttpError;

/**
 * Limits how many requests are processed at once and how many wait. Waiting requests run in order of stake, then of arrival; if
 * the queue is full, the one with the least stake is rejected. A request runs on the calling thread, or on the thread that has
 * just finished another one: there are no threads of its own. Thread-safe.
 */
public final class RequestQueue {

    /** Allocated once, so that rejecting needs no memory. */
    private static final HttpError BUSY = new HttpError(503, "Busy: too many requests are waiting; come again");

    /** One request; one of the two methods is called, once. */
    public interface Task {
        void run();

        void reject(HttpError error);
    }

    private record Entry(double stake, long number, Task task) {}

    private final int maxRunning;
    private final int maxWaiting;
    private final TreeSet<Entry> waiting =
            new TreeSet<>(Comparator.comparingDouble(Entry::stake).reversed().thenComparingLong(Entry::number));
    private int running;
    private long submitted;

    /**
     * @param maxRunning how many run at once
     * @param maxWaiting how many may wait
     */
    public RequestQueue(int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    /** Runs the task, now or later, or rejects it or one with less stake. */
    public void submit(double stake, Task task) {
        Task rejected;
        synchronized (this) {
            if (running < maxRunning) {
                running++;
                rejected = null;
            } else {
                waiting.add(new Entry(stake, submitted++, task));
                rejected = waiting.size() > maxWaiting ? waiting.pollLast().task() : null;
                if (rejected == null) {
                    return;
                }
            }
        }
        if (rejected != null) {
            rejected.reject(BUSY);
            return;
        }
        for (Task next = task; next != null; next = next()) {
            run(next);
        }
    }

    /** An error ends this task only; its permit passes on to the next one. */
    private static void run(Task task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            SynapseResponse.logError("A request ended with an unexpected error", thrown);
        }
    }

    private synchronized Task next() {
        Entry first = waiting.pollFirst();
        if (first == null) {
            running--;
            return null;
        }
        return first.task();
    }
}
