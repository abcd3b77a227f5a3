package weir.router.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Routes.Change;

/**
 * Who served which route since when: {@code changes.jsonl}, appended to and turned over at a mebibyte. A line that a crash has cut
 * off is skipped; a disk that is full costs lines, not answers. Thread-safe.
 */
final class ChangeLog {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);
    private static final int REMEMBERED = 100;
    private static final long LARGEST = 1 << 20;

    private final Path file;
    private final Path older;
    private final Map<String, Deque<Change>> changes = new HashMap<>();

    ChangeLog(Path file) {
        this.file = file;
        this.older = file.resolveSibling(file.getFileName() + ".1");
        read(older);
        read(file);
    }

    /** Changes of a route, the newest last. */
    synchronized List<Change> of(String route) {
        return List.copyOf(changes.getOrDefault(route, new ArrayDeque<>()));
    }

    /** The last of a route that somebody served, whether or not he still does. */
    synchronized Optional<Change> lastServed(String route) {
        return of(route).stream()
                .filter(change -> !change.version().equals("-"))
                .reduce((earlier, later) -> later);
    }

    synchronized void add(Change change) {
        remember(change);
        try {
            if (Files.exists(file) && Files.size(file) > LARGEST) {
                Files.move(file, older, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            // A line break first ends a line that a crash has cut off.
            String line = (endsCleanly() ? "" : "\n") + json(change) + "\n";
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; the change is remembered until the host stops", file, e);
        }
    }

    private boolean endsCleanly() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return true;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    private void read(Path from) {
        try {
            if (Files.exists(from)) {
                Files.readString(from, StandardCharsets.UTF_8).lines().forEach(this::read);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read; who served before is not known", from, e);
        }
    }

    private void read(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            remember(new Change(
                    Instant.parse(json.get("at").getAsString()),
                    json.get("route").getAsString(),
                    json.get("strategy").getAsString(),
                    json.get("version").getAsString(),
                    json.get("why").getAsString()));
        } catch (JsonParseException | IllegalStateException | NullPointerException | DateTimeException e) {
            LOG.debug("{}: skipped a line that was cut off: {}", file, line);
        }
    }

    private void remember(Change change) {
        Deque<Change> ofRoute = changes.computeIfAbsent(change.route(), route -> new ArrayDeque<>());
        ofRoute.addLast(change);
        if (ofRoute.size() > REMEMBERED) {
            ofRoute.removeFirst();
        }
    }

    private static JsonObject json(Change change) {
        JsonObject json = new JsonObject();
        json.addProperty("at", change.at().toString());
        json.addProperty("route", change.route());
        json.addProperty("strategy", change.strategy());
        json.addProperty("version", change.version());
        json.addProperty("why", change.why());
        return json;
    }
}
