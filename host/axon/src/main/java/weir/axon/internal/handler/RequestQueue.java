package weir.axon.internal.handler;

import java.util.Comparator;
import java.util.TreeSet;
import weir.axon.internal.HttpError;

/**
 * Limits how many requests run at once and how many wait. Waiting requests run in order of their validator's stake, highest first,
 * then of arrival. If the queue is full, the one with the lowest stake is rejected. The queue has no threads: a request runs on
 * the calling thread, or on the thread that has just finished another one. Thread-safe.
 */
public final class RequestQueue {

    /** Allocated once, so that a rejection needs no memory. */
    private static final HttpError QUEUE_FULL_ERROR =
            new HttpError(503, "Busy: too many requests are waiting; send the request again");

    /** A request to process. One of the two methods is called, once. */
    public interface Task {
        void run();

        void fail(HttpError error);
    }

    private record WaitingTask(double stake, long arrivalNumber, Task task) {}

    private final int maxRunning;
    private final int maxWaiting;
    private final TreeSet<WaitingTask> waitingTasks = new TreeSet<>(
            Comparator.comparingDouble(WaitingTask::stake).reversed().thenComparingLong(WaitingTask::arrivalNumber));
    private int runningCount;
    private long arrivalCount;

    /**
     * @param maxRunning how many requests may run at once
     * @param maxWaiting how many requests may wait
     */
    public RequestQueue(int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    /** Runs the task, or lets it wait. If the queue is full, rejects the task with the lowest stake, which may be this one. */
    public void submit(double stake, Task task) {
        Task rejected;
        synchronized (this) {
            if (runningCount < maxRunning) {
                runningCount++;
                rejected = null;
            } else {
                waitingTasks.add(new WaitingTask(stake, arrivalCount++, task));
                if (waitingTasks.size() <= maxWaiting) {
                    return;
                }
                rejected = waitingTasks.pollLast().task();
            }
        }
        if (rejected != null) {
            rejected.fail(QUEUE_FULL_ERROR);
            return;
        }
        for (Task next = task; next != null; next = pollNext()) {
            run(next);
        }
    }

    /** Logs an error of the task, so that the thread can run the next one. */
    private static void run(Task task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            SynapseResponse.logError("Unexpected error while processing a request", thrown);
        }
    }

    private synchronized Task pollNext() {
        WaitingTask first = waitingTasks.pollFirst();
        if (first == null) {
            runningCount--;
            return null;
        }
        return first.task();
    }
}
