package weir.router.internal.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue and one daemon thread that passes its items to a sink, in order and in batches. Items that do not fit are dropped
 * and counted. An idle writer uses no CPU. Thread-safe.
 *
 * @param <T> type of the items
 */
public final class AsyncBatchWriter<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncBatchWriter.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    /** Items of this period join a batch: a wake-up and a write per item cost a tenth of the CPU of a busy host. */
    private static final Duration BATCH_PERIOD = Duration.ofMillis(20);

    private final String name;
    private final Duration pauseAfterLoss;
    private final Sink<T> sink;
    private final BlockingQueue<T> queue;
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread;

    /** Takes the items, on the writer's thread. */
    public interface Sink<T> {
        /**
         * Writes a batch.
         *
         * @param batch at least one item, in order
         * @param dropped how many items were dropped since the last batch
         */
        void accept(List<T> batch, long dropped);
    }

    public AsyncBatchWriter(String name, int capacity, Sink<T> sink) {
        this(name, capacity, Duration.ZERO, sink);
    }

    /**
     * Starts the thread.
     *
     * @param name name of the thread
     * @param capacity items that may wait
     * @param pauseAfterLoss pause after a batch before which items were dropped
     */
    public AsyncBatchWriter(String name, int capacity, Duration pauseAfterLoss, Sink<T> sink) {
        this.name = name;
        this.pauseAfterLoss = pauseAfterLoss;
        this.sink = sink;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.prestartAllCoreThreads();
    }

    /** Queues an item and returns at once. */
    public void add(T item) {
        if (!queue.offer(item)) {
            dropped.increment();
        }
        if (scheduled.compareAndSet(false, true)) {
            schedule(BATCH_PERIOD);
        }
    }

    /** Writes what is queued, for five seconds at most, and ends the thread. */
    @Override
    public void close() {
        // Without an interrupt, which would close a file while a line is written to it.
        thread.execute(this::write);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{}: not everything was written within {} s", name, CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule(Duration delay) {
        try {
            thread.schedule(this::write, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Closed, or the heap is full: then the next item tries again.
            scheduled.set(false);
        }
    }

    private void write() {
        scheduled.set(false);
        List<T> batch = new ArrayList<>();
        try {
            queue.drainTo(batch);
            if (!batch.isEmpty()) {
                long lost = dropped.sumThenReset();
                sink.accept(batch, lost);
                if (lost > 0 && !pauseAfterLoss.isZero() && scheduled.compareAndSet(false, true)) {
                    schedule(pauseAfterLoss);
                }
            }
        } catch (RuntimeException | Error e) {
            // A full heap costs this batch; the thread goes on.
            dropped.add(batch.size());
            logFailure(e);
        }
    }

    private void logFailure(Throwable e) {
        try {
            LOG.error("{}: a batch was lost", name, e);
        } catch (OutOfMemoryError again) {
            // Not even a line can be logged; the next batch tells the number of lost items.
            dropped.increment();
        }
    }
}
