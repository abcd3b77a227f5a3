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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the lines of a file that another process appends to and turns over (renames, and begins a new one under the old name).
 * The old one is read to its end before the new one is begun, so that no line is missed. For one thread.
 */
public final class JournalFollower implements AutoCloseable {

    /** A line that is longer is no line of ours. */
    private static final int LONGEST = 1 << 20;

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private FileChannel open;
    private Object key;

    public JournalFollower(Path file) {
        this.file = file;
    }

    /** The last lines that are there now, the file before the present one included. */
    public List<String> last(int count) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        Consumer<String> keep = line -> {
            last.addLast(line);
            if (last.size() > count) {
                last.removeFirst();
            }
        };
        try (JournalFollower older = new JournalFollower(file.resolveSibling(file.getFileName() + ".1"))) {
            older.grown(keep);
        }
        grown(keep);
        return List.copyOf(last);
    }

    /** Gives out the lines that were finished since the last call. */
    public void grown(Consumer<String> lines) throws IOException {
        do {
            if (open != null) {
                read(lines);
            }
        } while (turned(lines));
    }

    /** Whether there is a file that was not begun yet; then it is. */
    private boolean turned(Consumer<String> lines) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean shrunk = open != null && now.size() < open.position();
            if (open != null && now.fileKey().equals(key) && !shrunk) {
                return false;
            }
            if (open != null) {
                // What came between the last read and the rename.
                read(lines);
                open.close();
            }
            unfinished.reset();
            open = FileChannel.open(file);
            key = now.fileKey();
            return true;
        } catch (NoSuchFileException e) {
            // Not begun, or just renamed: the next call finds it.
            return false;
        }
    }

    private void read(Consumer<String> lines) throws IOException {
        while (open.read(buffer.clear()) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    lines.accept(unfinished.toString(StandardCharsets.UTF_8));
                    unfinished.reset();
                } else if (unfinished.size() < LONGEST) {
                    unfinished.write(next);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
