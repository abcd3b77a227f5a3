package weir.router.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
 * Queues items and passes them to a sink in order and in batches, on a daemon thread. The queue is bounded: drops and counts
 * items that do not fit. An idle writer uses no CPU. Thread-safe.
 *
 * @param <T> type of the items
 */
public final class AsyncBatchWriter<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncBatchWriter.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    /** Period between batches. One wake-up and one write per item would take a tenth of the CPU of a busy host. */
    private static final Duration SHORT_PERIOD = Duration.ofMillis(20);

    private final String name;
    private final Duration period;
    private final Sink<T> sink;
    private final BlockingQueue<T> queue;
    private final LongAdder droppedCount = new LongAdder();
    /** Start of the batch that is being written, by {@link System#nanoTime}; empty while none is. */
    private volatile OptionalLong writingSince = OptionalLong.empty();

    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;

    /** Receives the items on the writer's thread. */
    public interface Sink<T> {
        /**
         * Writes a batch.
         *
         * @param batch at least one item, in order
         * @param dropped number of items that were dropped since the last batch
         */
        void accept(List<T> batch, long dropped);
    }

    /** Starts the thread, which writes an item at most 20 ms after it was queued if the sink is fast enough. */
    public AsyncBatchWriter(String name, int capacity, Sink<T> sink) {
        this(name, capacity, SHORT_PERIOD, sink);
    }

    /**
     * Starts the thread.
     *
     * @param name name of the thread
     * @param capacity maximum number of queued items, and so of a batch
     * @param period time from the first item of a batch until the batch is written. With {@code capacity}, it limits the items per second:
     *     further ones are dropped
     */
    public AsyncBatchWriter(String name, int capacity, Duration period, Sink<T> sink) {
        this.name = name;
        this.period = period;
        this.sink = sink;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
        executor.prestartAllCoreThreads();
    }

    /** Queues an item, or drops it if the queue is full. Returns at once. */
    public void add(T item) {
        if (!queue.offer(item)) {
            droppedCount.increment();
        }
        if (isScheduled.compareAndSet(false, true)) {
            schedule();
        }
    }

    /** Writes the queued items, within five seconds at most, and stops the thread. */
    @Override
    public void close() {
        // Does not interrupt the thread, because an interrupt would close a file during a write.
        executor.execute(this::write);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{}: not all items were written within {} s", name, CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule() {
        try {
            executor.schedule(this::write, period.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The writer is closed, or the heap is full. In the second case, the next item schedules again.
            isScheduled.set(false);
        }
    }

    private void write() {
        isScheduled.set(false);
        List<T> batch = new ArrayList<>();
        long unreportedDrops = 0;
        try {
            queue.drainTo(batch);
            if (!batch.isEmpty()) {
                unreportedDrops = droppedCount.sumThenReset();
                writingSince = OptionalLong.of(System.nanoTime());
                sink.accept(batch, unreportedDrops);
            }
        } catch (RuntimeException | Error e) {
            // An OutOfMemoryError loses this batch, but must not stop the thread.
            droppedCount.add(unreportedDrops + batch.size());
            logFailure(e);
        } finally {
            writingSince = OptionalLong.empty();
        }
    }

    /** How long the sink has been writing one batch; zero while it is not writing. A disk or network file system may hang. */
    public Duration writingTime() {
        OptionalLong since = writingSince;
        return since.isPresent() ? Duration.ofNanos(System.nanoTime() - since.getAsLong()) : Duration.ZERO;
    }

    private void logFailure(Throwable e) {
        try {
            LOG.error("{}: a batch was lost", name, e);
        } catch (OutOfMemoryError again) {
            // The heap has no space for a log line. The sink gets the number of lost items with the next batch.
        }
    }
}
