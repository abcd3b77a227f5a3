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
import weir.router.audit.AsyncBatchWriter;

/**
 * The audit log of route changes, {@code changes.jsonl}, for operators. Fields of a line: {@code at} (time), {@code route},
 * {@code strategy} and {@code version} (absent if none serves), {@code reason}, {@code micros} (duration of the change in
 * microseconds) and {@code failover}. Skips lines that a crash has cut off. Thread-safe.
 */
public final class ChangeLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);
    private static final int MAX_CHANGES_PER_ROUTE = 100;
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int QUEUE_CAPACITY = 1_024;

    private final JsonLines file;
    private final Map<String, Deque<Change>> historyByRoute = new HashMap<>();
    private final AsyncBatchWriter<Entry> writer;
    private volatile Optional<String> problem = Optional.empty();

    /** Reads the file if it exists. */
    public ChangeLog(Path path) {
        this.file = new JsonLines(path, MAX_FILE_BYTES);
        read(path).forEach(entry -> addToHistory(entry.change()));
        this.writer = new AsyncBatchWriter<>("weir changes", QUEUE_CAPACITY, this::write);
    }

    /** Returns the readable entries of a file and of the rotated file before it, oldest first. Accepts entries of version 0.2. */
    public static List<Entry> read(Path path) {
        try {
            return new JsonLines(path, MAX_FILE_BYTES)
                    .read().stream().flatMap(line -> Entry.parse(line).stream()).toList();
        } catch (IOException e) {
            LOG.warn("{} cannot be read; its changes are not shown", path, e);
            return List.of();
        }
    }

    /** Writes the queued entries and stops the thread. */
    @Override
    public void close() {
        writer.close();
    }

    /** Returns the last 100 changes of a route, newest last. */
    public synchronized List<Change> historyOf(String route) {
        return List.copyOf(historyByRoute.getOrDefault(route, new ArrayDeque<>()));
    }

    /** Why the file cannot be written, with the remedy; otherwise empty. */
    public Optional<String> problem() {
        return problem;
    }

    /** Adds a change and returns at once. Another thread logs and writes the changes in the order of the calls. */
    public synchronized void add(Entry entry) {
        addToHistory(entry.change());
        writer.add(entry);
    }

    private void write(List<Entry> batch, long dropped) {
        for (Entry entry : batch) {
            Change change = entry.change();
            LOG.info("Route {} is served by {}: {}", change.route(), versionName(change), change.reason());
        }
        try {
            file.append(batch.stream().map(entry -> entry.json().toString()).toList());
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of(
                    "route changes cannot be written to " + file.file().getFileName() + " (" + e
                            + "); free disk space, or correct the permissions of the data directory");
            LOG.warn("{} cannot be written; {} changes are missing in it", file.file(), batch.size(), e);
        }
        if (dropped > 0) {
            LOG.warn("{}: {} changes are missing in it, because the disk is too slow", file.file(), dropped);
        }
    }

    private static String versionName(Change change) {
        return change.version()
                .map(version -> change.strategy().orElse("") + " " + version)
                .orElse("no version");
    }

    private void addToHistory(Change change) {
        Deque<Change> history = historyByRoute.computeIfAbsent(change.route(), route -> new ArrayDeque<>());
        // Files of version 0.2 may repeat lines at their beginning.
        if (!history.contains(change)) {
            history.addLast(change);
        }
        if (history.size() > MAX_CHANGES_PER_ROUTE) {
            history.removeFirst();
        }
    }

    /**
     * A line of the log.
     *
     * @param change the change
     * @param isFailover whether the version serves only until the selected version runs again
     * @param duration time between the cause of the change and the new table
     */
    public record Entry(Change change, boolean isFailover, Duration duration) {

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("at", change.time().toString());
            json.addProperty("route", change.route());
            change.strategy().ifPresent(strategy -> json.addProperty("strategy", strategy));
            change.version().ifPresent(version -> json.addProperty("version", version.toString()));
            json.addProperty("reason", change.reason());
            json.addProperty("micros", duration.toNanos() / 1_000);
            if (isFailover) {
                json.addProperty("failover", true);
            }
            return json;
        }

        /** Parses a line. Version 0.2 wrote {@code "-"} for none, {@code why} for the reason, and {@code standIn} for a failover. */
        static Optional<Entry> parse(String line) {
            try {
                JsonObject json = JsonParser.parseString(line).getAsJsonObject();
                Change change = new Change(
                        Instant.parse(json.get("at").getAsString()),
                        json.get("route").getAsString(),
                        text(json, "strategy"),
                        text(json, "version").map(Version::parseVersion),
                        text(json, "reason").or(() -> text(json, "why")).orElse(""));
                Duration duration =
                        Duration.ofNanos(json.has("micros") ? json.get("micros").getAsLong() * 1_000 : 0);
                return Optional.of(new Entry(change, json.has("failover") || json.has("standIn"), duration));
            } catch (JsonParseException
                    | IllegalStateException
                    | IllegalArgumentException
                    | NullPointerException
                    | DateTimeException e) {
                LOG.debug("Skipped an invalid line of the change log: {}", line);
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
