package weir.rounds.internal.challenge.shadow;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread of the lowest priority with one task: while it is busy, no other task is taken. A task that never returns keeps the
 * thread, because Java cannot stop it. Thread-safe.
 */
public final class SingleTaskThread<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SingleTaskThread.class);

    private final AtomicReference<T> task = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean isStopped;

    /** Starts the thread. */
    public SingleTaskThread(String name, Consumer<T> work) {
        this.thread = new Thread(() -> run(work), name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /** Takes a task, unless the thread is busy. Takes no lock, allocates nothing, and returns at once. */
    public boolean offer(T offered) {
        if (isStopped || !task.compareAndSet(null, offered)) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    boolean isBusy() {
        return task.get() != null;
    }

    /** Ends the thread after its task. Does not wait, and does not interrupt the task, which may read shared files. */
    public void stop() {
        isStopped = true;
        LockSupport.unpark(thread);
    }

    /** Interrupts the task, which does not return. */
    public void interrupt() {
        thread.interrupt();
    }

    public boolean isStopped() {
        return isStopped;
    }

    private void run(Consumer<T> work) {
        while (!isStopped) {
            T next = task.get();
            if (next == null) {
                LockSupport.park(this);
                continue;
            }
            try {
                work.accept(next);
            } catch (RuntimeException | Error e) {
                LOG.warn("A task of {} failed", thread.getName(), e);
            } finally {
                task.set(null);
            }
        }
    }
}
