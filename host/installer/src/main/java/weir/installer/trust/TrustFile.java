package weir.installer.trust;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import weir.base.AtomicFiles;
import weir.base.WeirException;

/**
 * The file {@code conf/trust.json} and its journal {@code data/trust.jsonl}, a line for each change. Commands change the file, one at a
 * time; after a kill it has its old or its new content. Thread-safe.
 */
public final class TrustFile {

    private static final Object LOCK = new Object();

    private final Path file;
    private final Path journal;
    private final Path kept;
    private final InstantSource clock;

    /**
     * @param conf directory {@code conf} of the home
     * @param data directory {@code data} of the home
     */
    public TrustFile(Path conf, Path data, InstantSource clock) {
        this.file = conf.resolve("trust.json");
        this.journal = data.resolve("trust.jsonl");
        this.kept = data.resolve("trust-last.json");
        this.clock = clock;
    }

    /**
     * Reads the file; a missing one trusts no publisher.
     *
     * @throws WeirException if it cannot be read or is damaged
     */
    public Trust read() {
        return read(file);
    }

    /** The content that was kept last; none if there is no copy, or a damaged one. */
    public Optional<Trust> kept() {
        try {
            return Files.exists(kept) ? Optional.of(read(kept)) : Optional.empty();
        } catch (WeirException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps a copy in {@code data/trust-last.json}, so that the host has it if the file is damaged at the next start.
     *
     * @throws WeirException if the copy cannot be written
     */
    public void keep(Trust trust) {
        if (!trust.equals(kept().orElse(new Trust(List.of())))) {
            try {
                AtomicFiles.write(kept, TrustJson.format(trust));
            } catch (IOException e) {
                throw WeirException.failed("cannot write " + kept, "Check its permissions and the free disk space.", e);
            }
        }
    }

    private static Trust read(Path file) {
        try {
            return TrustJson.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return new Trust(List.of());
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Check its permissions.", e);
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException
                | IllegalArgumentException
                | DateTimeException e) {
            throw WeirException.failed(
                    file + " is damaged",
                    "Restore it from a backup. If you delete it, Weir forgets which publishers you trust and accepts old heads.");
        }
    }

    /**
     * A change of the file.
     *
     * @param action what it is for, for example {@code trust alice 5F…}
     * @param change computes the new content; it changes nothing by returning its argument
     */
    public record Change(String action, UnaryOperator<Trust> change) {}

    /** Makes one change, see {@link #update(List)}. */
    public Trust update(String action, UnaryOperator<Trust> change) {
        return update(List.of(new Change(action, change)));
    }

    /**
     * Makes changes one after the other. Adds a line to the journal for each that changes something, then writes the file once, so many
     * changes take as long as one. After a kill, the last lines of the journal may describe changes that were not made.
     *
     * @return the new content
     * @throws WeirException if it cannot be written, or if a change throws it; the old content then remains
     */
    public Trust update(List<Change> changes) {
        synchronized (LOCK) { // a file lock holds off other processes only
            return updateAlone(changes);
        }
    }

    private Trust updateAlone(List<Change> changes) {
        try {
            Files.createDirectories(file.getParent());
            Files.createDirectories(journal.getParent());
            Path lock = file.resolveSibling("trust.json.lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                Trust before = read();
                Trust after = before;
                StringBuilder lines = new StringBuilder();
                for (Change each : changes) {
                    Trust changed = each.change().apply(after);
                    if (!changed.equals(after)) {
                        lines.append(line(each.action())).append('\n');
                    }
                    after = changed;
                }
                if (!after.equals(before)) {
                    append(lines.toString());
                    AtomicFiles.write(file, TrustJson.format(after));
                }
                return after;
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, "Check its permissions and the free disk space.", e);
        }
    }

    private JsonObject line(String action) {
        JsonObject line = new JsonObject();
        line.addProperty("at", clock.instant().toString());
        line.addProperty("action", action);
        return line;
    }

    private void append(String lines) throws IOException {
        try (FileChannel out = FileChannel.open(
                journal, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = out.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean isTorn = end > 0 && out.read(last, end - 1) == 1 && last.get(0) != '\n'; // by a killed process
            out.position(end);
            for (ByteBuffer rest = ByteBuffer.wrap(((isTorn ? "\n" : "") + lines).getBytes(StandardCharsets.UTF_8));
                    rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
    }
}
