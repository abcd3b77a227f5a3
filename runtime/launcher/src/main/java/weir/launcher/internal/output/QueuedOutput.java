package weir.launcher.internal.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * A stream whose writes never block: a daemon thread passes the texts on. A terminal, pipe or disk that takes nothing costs texts,
 * never the time of the writer. The queue is bounded; texts that do not fit are dropped and counted. Thread-safe.
 */
final class QueuedOutput extends OutputStream {

    static final int MAX_QUEUED_BYTES = 1 << 20;

    /** Takes the texts; may block. */
    interface Sink {
        /** @throws IOException if the text is lost */
        void write(byte[] text) throws IOException;
    }

    private final Sink sink;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private long dropped;
    private boolean writing;

    /** Starts the thread, which has this name. */
    QueuedOutput(String name, Sink sink) {
        this.sink = sink;
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        if (queuedBytes + length > MAX_QUEUED_BYTES) {
            dropped++;
            return;
        }
        addDropped();
        add(Arrays.copyOfRange(bytes, from, from + length));
    }

    private void add(byte[] text) {
        queue.addLast(text);
        queuedBytes += text.length;
        notifyAll();
    }

    private void addDropped() {
        if (dropped > 0) {
            String note = "... " + dropped + " lines are missing here, because this output was not read fast enough\n";
            dropped = 0;
            add(note.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Waits until the queued texts are written, or the time is over. Returns whether they are. */
    synchronized boolean drain(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (long remainingNanos = timeout.toNanos(); remainingNanos > 0 && (writing || !queue.isEmpty()); ) {
                TimeUnit.NANOSECONDS.timedWait(this, remainingNanos);
                remainingNanos = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !writing && queue.isEmpty();
    }

    private void run() {
        while (true) {
            byte[] text = next();
            try {
                sink.write(text);
            } catch (IOException e) {
                // The reader has gone or the disk is full. There is no other place to report it.
            }
        }
    }

    private synchronized byte[] next() {
        writing = false;
        notifyAll();
        if (queue.isEmpty()) {
            addDropped();
        }
        while (queue.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Strategies could interrupt this thread, so an interrupt does not end it.
            }
        }
        writing = true;
        byte[] text = queue.removeFirst();
        queuedBytes -= text.length;
        return text;
    }
}
