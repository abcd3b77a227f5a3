package weir.launcher.internal.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A stream whose writes never block: a daemon thread passes the texts on. A terminal, pipe or disk that takes nothing costs texts,
 * never the time of the writer. The queue is bounded; texts that do not fit, and texts that the sink fails to write, are dropped and
 * counted. No lock or thread of it is reachable by other code. Thread-safe.
 */
final class QueuedOutput extends OutputStream {

    /** Memory of the queued texts; a longer text is dropped. */
    static final int MAX_QUEUED_BYTES = 1 << 20;

    /** Memory of a queued text in addition to its bytes. */
    static final int TEXT_OVERHEAD = 64;

    /** Takes the texts; may block. */
    interface Sink {
        /** @throws IOException if the text is lost; any other exception or error means the same */
        void write(byte[] text) throws IOException;
    }

    /** @param lostIfDropped how many texts are lost if it is dropped */
    private record Text(byte[] bytes, long lostIfDropped) {
        int memory() {
            return bytes.length + TEXT_OVERHEAD;
        }
    }

    private final Sink sink;
    /** A linked list: adding to it leaves it intact if there is no memory. */
    private final Queue<Text> queue = new LinkedList<>();

    private int queuedBytes;
    private long dropped;
    private boolean writing;
    private boolean sinkFailed;

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
        if (length > MAX_QUEUED_BYTES - TEXT_OVERHEAD - queuedBytes) {
            dropped++;
            return;
        }
        addDropped();
        try {
            add(new Text(Arrays.copyOfRange(bytes, from, from + length), 1));
        } catch (OutOfMemoryError e) {
            dropped++;
        }
    }

    private void add(Text text) {
        queue.add(text);
        queuedBytes += text.memory();
        notifyAll();
    }

    private void addDropped() {
        if (dropped > 0) {
            try {
                String note =
                        "... " + dropped + " lines are missing here, because this output was not read fast enough,"
                                + " could not be written, or memory was short\n";
                add(new Text(note.getBytes(StandardCharsets.UTF_8), dropped));
                dropped = 0;
            } catch (OutOfMemoryError e) {
                // A later note includes these lines.
            }
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
            Text text = next();
            boolean isWritten = false;
            try {
                sink.write(text.bytes());
                isWritten = true;
            } catch (Throwable e) {
                // The reader has gone, the disk is full, or a strategy has filled the heap. There is no other place to
                // report it.
            }
            written(text, isWritten);
        }
    }

    private synchronized void written(Text text, boolean isWritten) {
        sinkFailed = !isWritten;
        dropped += isWritten ? 0 : text.lostIfDropped();
    }

    private synchronized Text next() {
        writing = false;
        notifyAll();
        if (queue.isEmpty() && !sinkFailed) {
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
        Text text = queue.remove();
        queuedBytes -= text.memory();
        return text;
    }
}
