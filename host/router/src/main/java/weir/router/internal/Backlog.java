package weir.router.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that hangs off the way of a query and is never in it: a bounded queue and one daemon thread that takes from it in order.
 * What does not fit is dropped and counted. Thread-safe.
 *
 * @param <T> a piece of work
 */
final class Backlog<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final long LAST_WORDS = TimeUnit.SECONDS.toMillis(5);

    /** Others join a batch for so long: a wake-up and a write for each piece cost a tenth of the CPU of a busy host. */
    private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(20);

    private final BlockingQueue<T> waiting;
    private final LongAdder dropped = new LongAdder();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Sink<T> sink;
    private final Thread worker;
    private volatile boolean closing;

    /** Takes what was waiting, on the backlog's own thread. */
    interface Sink<T> {
        /**
         * Works off a batch.
         *
         * @param batch at least one piece, in order
         * @param dropped how many pieces were dropped since the last batch
         */
        void accept(List<T> batch, long dropped);
    }

    /**
     * Starts it.
     *
     * @param name of the thread
     * @param bound pieces that may wait
     */
    Backlog(String name, int bound, Sink<T> sink) {
        this.waiting = new ArrayBlockingQueue<>(bound);
        this.sink = sink;
        this.worker = new Thread(this::work, name);
        worker.setDaemon(true);
        worker.start();
    }

    /** Hands a piece over and returns at once. */
    void add(T piece) {
        unfinished.incrementAndGet();
        if (!waiting.offer(piece)) {
            unfinished.decrementAndGet();
            dropped.increment();
        }
    }

    /** Works off what is waiting, for some seconds at most, and ends. */
    @Override
    public void close() {
        // No interrupt: it would close a file under a line that is being written.
        closing = true;
        try {
            worker.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!closing || unfinished.get() > 0) {
            try {
                T first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    gather();
                    accept(first);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void gather() {
        if (!closing) {
            LockSupport.parkNanos(GATHERING);
        }
    }

    private void accept(T first) {
        int taken = 1;
        try {
            List<T> batch = new ArrayList<>();
            batch.add(first);
            taken += waiting.drainTo(batch);
            sink.accept(batch, dropped.sumThenReset());
        } catch (RuntimeException | Error e) {
            // A full heap costs this batch; the thread goes on.
            dropped.add(taken);
            complain(e);
        } finally {
            unfinished.addAndGet(-taken);
        }
    }

    private void complain(Throwable e) {
        try {
            LOG.error("{} stumbled; it goes on with what comes next", worker.getName(), e);
        } catch (OutOfMemoryError unspeakable) {
            // The heap is so full that not even a line can be written; the count of dropped pieces says it later.
            dropped.increment();
        }
    }
}
