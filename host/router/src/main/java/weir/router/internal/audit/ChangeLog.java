package weir.router.internal.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Routes.Change;

/**
 * The audit log of route changes, {@code changes.jsonl}: for people only, no state is restored from it. Fields of a line: {@code at},
 * {@code route}, {@code strategy} and {@code version} (absent if none serves), {@code reason}, {@code micros} (from the cause until
 * the change was in force) and {@code failover}. Lines that a crash has cut off are skipped. Thread-safe.
 */
public final class ChangeLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);
    private static final int CHANGES_PER_ROUTE = 100;
    private static final long FILE_LIMIT = 1 << 20;
    private static final int QUEUE_CAPACITY = 1_024;

    private final JsonLines file;
    private final Map<String, Deque<Change>> changes = new HashMap<>();
    private final AsyncBatchWriter<Entry> writer;
    private volatile Optional<String> problem = Optional.empty();

    /** Reads the file, if it exists. */
    public ChangeLog(Path path) {
        this.file = new JsonLines(path, FILE_LIMIT);
        read(path).forEach(entry -> remember(entry.change()));
        this.writer = new AsyncBatchWriter<>("weir changes", QUEUE_CAPACITY, this::write);
    }

    /** All readable entries of a file and its predecessor, oldest first; also those that version 0.2 wrote. */
    public static List<Entry> read(Path path) {
        try {
            return new JsonLines(path, FILE_LIMIT)
                    .read().stream().flatMap(line -> Entry.parse(line).stream()).toList();
        } catch (IOException e) {
            LOG.warn("{} cannot be read; its changes are not shown", path, e);
            return List.of();
        }
    }

    /** Writes what is queued and ends. */
    @Override
    public void close() {
        writer.close();
    }

    /** The changes of a route, newest last, at most 100. */
    public synchronized List<Change> of(String route) {
        return List.copyOf(changes.getOrDefault(route, new ArrayDeque<>()));
    }

    /** Why the newest changes are not on disk, with the remedy; empty if they are. */
    public Optional<String> problem() {
        return problem;
    }

    /** Adds a change and returns at once. It is logged and written on another thread, in the order of the calls. */
    public synchronized void add(Entry entry) {
        remember(entry.change());
        writer.add(entry);
    }

    private void write(List<Entry> batch, long dropped) {
        for (Entry entry : batch) {
            Change change = entry.change();
            LOG.info("Route {} is served by {}: {}", change.route(), name(change), change.reason());
        }
        try {
            file.append(batch.stream().map(entry -> entry.json().toString()).toList());
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of(
                    "route changes cannot be written to " + file.file().getFileName() + " (" + e
                            + "). Free disk space, or correct the permissions of the data directory");
            LOG.warn("{} cannot be written; {} changes are missing in it", file.file(), batch.size(), e);
        }
        if (dropped > 0) {
            LOG.warn("{}: the disk is too slow; {} changes are missing in it", file.file(), dropped);
        }
    }

    private static String name(Change change) {
        return change.version()
                .map(version -> change.strategy().orElse("") + " " + version)
                .orElse("no version");
    }

    private void remember(Change change) {
        Deque<Change> ofRoute = changes.computeIfAbsent(change.route(), route -> new ArrayDeque<>());
        // Version 0.2 repeated lines at the beginning of a file.
        if (!ofRoute.contains(change)) {
            ofRoute.addLast(change);
        }
        if (ofRoute.size() > CHANGES_PER_ROUTE) {
            ofRoute.removeFirst();
        }
    }

    /**
     * A line of the log.
     *
     * @param change the change
     * @param isFailover whether the version serves only until the selected one is back
     * @param took from the cause of the change until it was in force
     */
    public record Entry(Change change, boolean isFailover, Duration took) {

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("at", change.at().toString());
            json.addProperty("route", change.route());
            change.strategy().ifPresent(strategy -> json.addProperty("strategy", strategy));
            change.version().ifPresent(version -> json.addProperty("version", version.toString()));
            json.addProperty("reason", change.reason());
            json.addProperty("micros", took.toNanos() / 1_000);
            if (isFailover) {
                json.addProperty("failover", true);
            }
            return json;
        }

        /** Version 0.2 wrote {@code "-"} for none, {@code why} for the reason and {@code standIn} for a failover. */
        static Optional<Entry> parse(String line) {
            try {
                JsonObject json = JsonParser.parseString(line).getAsJsonObject();
                Change change = new Change(
                        Instant.parse(json.get("at").getAsString()),
                        json.get("route").getAsString(),
                        text(json, "strategy"),
                        text(json, "version").map(Version::parseVersion),
                        text(json, "reason").or(() -> text(json, "why")).orElse(""));
                Duration took =
                        Duration.ofNanos(json.has("micros") ? json.get("micros").getAsLong() * 1_000 : 0);
                return Optional.of(new Entry(change, json.has("failover") || json.has("standIn"), took));
            } catch (JsonParseException
                    | IllegalStateException
                    | IllegalArgumentException
                    | NullPointerException
                    | DateTimeException e) {
                LOG.debug("a line that was cut off is skipped: {}", line);
                return Optional.empty();
            }
        }

        private static Optional<String> text(JsonObject json, String field) {
            return Optional.ofNullable(json.get(field))
                    .map(JsonElement::getAsString)
                    .filter(text -> !text.equals("-"));
        }
    }
}
