package weir.chain.internal.rpc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A scheduler whose clock the test moves. Tasks run on the test's thread. */
public final class ManualScheduler implements Scheduler {

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final List<Task> waiting = new ArrayList<>();
    private Instant now;
    private Duration setBack = Duration.ZERO;
    private boolean isRunning;

    private record Task(Instant due, Runnable runnable) {}

    public ManualScheduler(Instant now) {
        this.now = now;
    }

    @Override
    public Instant now() {
        return now.minus(setBack);
    }

    /** Runs the task before it returns, or after the task that is running. */
    @Override
    public void execute(Runnable task) {
        ready.add(task);
        if (!isRunning) {
            isRunning = true;
            while (!ready.isEmpty()) {
                ready.remove().run();
            }
            isRunning = false;
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable runnable) {
        Task task = new Task(now.plus(delay), runnable);
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    /** Moves the clock, and runs what becomes due in the order of time. */
    public void advance(Duration duration) {
        Instant end = now.plus(duration);
        while (true) {
            Task next = waiting.stream()
                    .filter(task -> !task.due.isAfter(end))
                    .min(Comparator.comparing(Task::due))
                    .orElse(null);
            if (next == null) {
                break;
            }
            waiting.remove(next);
            now = next.due;
            execute(next.runnable);
        }
        now = end;
    }

    /** Sets the clock back, as an operator or NTP does. Tasks run after the same time as before. */
    public void setBack(Duration duration) {
        setBack = setBack.plus(duration);
    }

    /** Number of tasks that wait for their time. */
    public int waitingTasks() {
        return waiting.size();
    }
}
