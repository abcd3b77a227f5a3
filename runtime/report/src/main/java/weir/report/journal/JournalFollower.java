package weir.report.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import weir.base.DirectoryWatcher;

/**
 * Reads the lines of a file that another process appends to and rotates. The old file is read to its end before the new one, so
 * that no line is lost. For one thread.
 */
public final class JournalFollower implements AutoCloseable {

    /** Longer lines are cut. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    /** Longest time between two reads, for file systems without events. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream partialLine = new ByteArrayOutputStream();
    private FileChannel channel;
    private Object fileKey;

    /** @param file the journal; it need not exist */
    public JournalFollower(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The last lines of the journal, including those of the file before the current one. */
    public List<String> lastLines(int count) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        Consumer<String> keepLast = line -> {
            last.addLast(line);
            if (last.size() > count) {
                last.removeFirst();
            }
        };
        try (JournalFollower older = new JournalFollower(file.resolveSibling(file.getFileName() + ".1"))) {
            older.readNew(keepLast);
        }
        readNew(keepLast);
        return List.copyOf(last);
    }

    /** Passes on new lines, on another thread, until this thread is interrupted, the consumer throws or the file cannot be read. */
    public void follow(Consumer<String> lines) throws IOException, InterruptedException {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        CompletableFuture<Void> failure = new CompletableFuture<>();
        try (DirectoryWatcher watcher = new DirectoryWatcher(file.getParent(), executor, () -> {
            try {
                readNew(lines);
            } catch (IOException | RuntimeException e) {
                failure.completeExceptionally(e);
            }
            return MAX_PAUSE;
        })) {
            failure.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException consumerFailed) {
                throw consumerFailed;
            }
            throw (IOException) e.getCause();
        } finally {
            executor.shutdownNow();
        }
    }

    /** Passes on the lines that were completed since the last call. */
    void readNew(Consumer<String> lines) throws IOException {
        do {
            if (channel != null) {
                read(lines);
            }
        } while (reopenIfReplaced(lines));
    }

    /** Opens the file if it is another one than the open one; returns whether it did. */
    private boolean reopenIfReplaced(Consumer<String> lines) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean shrunk = channel != null && attributes.size() < channel.position();
            if (channel != null && attributes.fileKey().equals(fileKey) && !shrunk) {
                return false;
            }
            if (channel != null) {
                // Lines that were written between the last read and the rotation.
                read(lines);
                channel.close();
            }
            partialLine.reset();
            channel = FileChannel.open(file);
            fileKey = attributes.fileKey();
            return true;
        } catch (NoSuchFileException e) {
            // Not created yet, or just rotated: the next call opens it.
            return false;
        }
    }

    private void read(Consumer<String> lines) throws IOException {
        while (channel.read(buffer.clear()) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    lines.accept(partialLine.toString(StandardCharsets.UTF_8));
                    partialLine.reset();
                } else if (partialLine.size() < MAX_LINE_BYTES) {
                    partialLine.write(next);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
