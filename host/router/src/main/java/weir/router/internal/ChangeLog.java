package weir.router.internal;

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
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Routes.Change;

/**
 * Who served which route since when: {@code changes.jsonl}, appended to and turned over at a mebibyte. A line that a crash has cut
 * off is skipped; a disk that is full costs lines, not answers. Thread-safe.
 */
final class ChangeLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);
    private static final int REMEMBERED = 100;
    private static final long LARGEST = 1 << 20;

    /** The version of a change after which nobody serves. */
    private static final String NOBODY = "-";

    /** Changes that may wait for a slow disk. */
    private static final int WAITING = 1_024;

    private final JsonLines file;
    private final Map<String, Deque<Change>> changes = new HashMap<>();
    /** The last line of each route that says its choice. */
    private final Map<String, Line> chosen = new HashMap<>();

    private final Backlog<Timed> unwritten;
    private volatile Optional<String> problem = Optional.empty();
    /** Whether lines were lost since the last one that was written. Belongs to the backlog's thread. */
    private boolean gap;

    ChangeLog(Path path) {
        this.file = new JsonLines(path, LARGEST);
        read(file.older());
        read(path);
        this.unwritten = new Backlog<>("weir changes", WAITING, this::write);
    }

    /** Writes what is waiting and ends. */
    @Override
    public void close() {
        unwritten.close();
    }

    /** Changes of a route, the newest last. */
    synchronized List<Change> of(String route) {
        return List.copyOf(changes.getOrDefault(route, new ArrayDeque<>()));
    }

    /** Why the newest changes are not on disk; empty where they are. */
    Optional<String> problem() {
        return problem;
    }

    /** What a route went on with last; who only stood in for it does not count. */
    synchronized Optional<Choice> lastChosen(String route) {
        return Optional.ofNullable(chosen.get(route))
                .map(Line::change)
                .map(change -> new Choice(
                        change.strategy().orElseThrow(), change.version().orElseThrow(), Choice.UNKNOWN));
    }

    /**
     * Notes a change and returns at once: nobody who asks waits for a line. Log and file are written on a thread of their own, in
     * the order of the notes.
     *
     * @param line what changed
     * @param took from the cause of the change until it was in force
     */
    synchronized void add(Line line, Duration took) {
        remember(line);
        unwritten.add(new Timed(line, took));
    }

    private void write(List<Timed> batch, long dropped) {
        batch.forEach(timed -> say(timed.line().change()));
        try {
            // So that every file knows the choices, whatever comes after them and however old they are.
            List<Timed> choices = gap || file.isFull() ? choices(batch.get(0).line()) : List.of();
            file.append(Stream.concat(choices.stream(), batch.stream())
                    .map(line -> line.json().toString())
                    .toList());
            gap = false;
            problem = Optional.empty();
        } catch (IOException e) {
            gap = true;
            problem = Optional.of(
                    "who serves which route cannot be written to " + file.file().getFileName() + " (" + e
                            + "); it is remembered until the host stops. Make room or mend the permissions of the data folder");
            LOG.warn(
                    "{} cannot be written; {} changes are remembered until the host stops",
                    file.file(),
                    batch.size(),
                    e);
        }
        if (dropped > 0) {
            gap = true;
            LOG.warn("{} is too slow; {} changes are remembered until the host stops", file.file(), dropped);
        }
    }

    /** The choices as they were before a line; those after it follow it into the file. */
    private synchronized List<Timed> choices(Line next) {
        return chosen.values().stream()
                .filter(line -> line.change().at().isBefore(next.change().at()))
                .map(line -> new Timed(line, Duration.ZERO))
                .toList();
    }

    private static void say(Change change) {
        String who = change.version()
                .map(version -> change.strategy().orElseThrow() + " " + version)
                .orElse("nobody");
        LOG.info("Route {}: served by {}: {}", change.route(), who, change.reason());
    }

    private void read(Path from) {
        try {
            JsonLines.read(from).forEach(this::read);
        } catch (IOException e) {
            LOG.warn("{} cannot be read; who served before is not known", from, e);
        }
    }

    private void read(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            Change change = new Change(
                    Instant.parse(json.get("at").getAsString()),
                    json.get("route").getAsString(),
                    text(json, "strategy"),
                    text(json, "version").map(Version::parseVersion),
                    json.get("why").getAsString());
            remember(new Line(change, json.has("standIn")));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | DateTimeException e) {
            LOG.debug("{}: skipped a line that was cut off: {}", file.file(), line);
        }
    }

    private static Optional<String> text(JsonObject json, String field) {
        return Optional.of(json.get(field).getAsString()).filter(text -> !text.equals(NOBODY));
    }

    private void remember(Line line) {
        Change change = line.change();
        if (!line.standIn() && change.version().isPresent()) {
            chosen.put(change.route(), line);
        }
        Deque<Change> ofRoute = changes.computeIfAbsent(change.route(), route -> new ArrayDeque<>());
        if (ofRoute.contains(change)) {
            return;
        }
        ofRoute.addLast(change);
        if (ofRoute.size() > REMEMBERED) {
            ofRoute.removeFirst();
        }
    }

    /**
     * A change of who serves.
     *
     * @param change who serves now
     * @param standIn whether he only stands in for the one of the route's choice
     */
    record Line(Change change, boolean standIn) {}

    private record Timed(Line line, Duration took) {
        JsonObject json() {
            Change change = line.change();
            JsonObject json = new JsonObject();
            json.addProperty("at", change.at().toString());
            json.addProperty("route", change.route());
            json.addProperty("strategy", change.strategy().orElse(NOBODY));
            json.addProperty("version", change.version().map(Version::toString).orElse(NOBODY));
            json.addProperty("why", change.reason());
            json.addProperty("micros", took.toNanos() / 1_000);
            if (line.standIn()) {
                json.addProperty("standIn", true);
            }
            return json;
        }
    }
}
