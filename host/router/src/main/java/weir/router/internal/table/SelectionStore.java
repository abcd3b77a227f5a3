package weir.router.internal.table;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;
import weir.router.Routes.Change;
import weir.router.internal.audit.AsyncBatchWriter;
import weir.router.internal.audit.ChangeLog;

/**
 * The selected version of each route and the versions that served it before: {@code routes.json} in the data directory, replaced
 * atomically on a thread of its own. If the file is missing, its content is taken once from the {@code changes.jsonl} of version 0.2.
 * Thread-safe.
 */
public final class SelectionStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SelectionStore.class);
    private static final int FORMAT = 1;
    private static final int HISTORY_LENGTH = 30;

    private final Path file;
    private final Map<String, Selection> selections = new TreeMap<>();
    private final AsyncBatchWriter<Boolean> writer;
    private volatile Optional<String> problem = Optional.empty();

    /** Reads the files of the data directory. */
    public SelectionStore(Path data) {
        this.file = data.resolve("routes.json");
        this.writer = new AsyncBatchWriter<>("weir selections", 1, (batch, dropped) -> write());
        if (Files.exists(file)) {
            read();
        } else {
            ChangeLog.read(data.resolve("changes.jsonl")).forEach(this::migrate);
        }
    }

    /** Writes what is not written yet. */
    @Override
    public void close() {
        writer.close();
    }

    /** Why the newest selections are not on disk, with the remedy; empty if they are. */
    public Optional<String> problem() {
        return problem;
    }

    synchronized Optional<SelectedVersion> selected(String route) {
        return Optional.ofNullable(selections.get(route)).flatMap(Selection::selected);
    }

    /** The route's changes of the serving version without their reasons, newest last. */
    synchronized List<Change> history(String route) {
        Selection selection = selections.getOrDefault(route, Selection.NONE);
        return selection.history().stream().map(served -> served.change(route)).toList();
    }

    /** Stores a change of the serving version and the selection after it. */
    synchronized void add(Change change, Optional<SelectedVersion> selected) {
        List<Served> history = new ArrayList<>(
                selections.getOrDefault(change.route(), Selection.NONE).history());
        history.add(Served.of(change));
        selections.put(
                change.route(),
                new Selection(
                        selected.map(SelectedVersion::strategy).orElse(null),
                        selected.map(one -> one.version().toString()).orElse(null),
                        history.subList(Math.max(0, history.size() - HISTORY_LENGTH), history.size())));
        writer.add(true);
    }

    private void migrate(ChangeLog.Entry entry) {
        Change change = entry.change();
        boolean isSelection = change.version().isPresent() && !entry.isFailover();
        add(
                change,
                isSelection
                        ? Optional.of(new SelectedVersion(
                                change.strategy().orElseThrow(),
                                change.version().get(),
                                SelectedVersion.UNKNOWN_BUNDLE))
                        : selected(change.route()));
    }

    private void read() {
        try {
            Snapshot snapshot = new Gson().fromJson(Files.readString(file), Snapshot.class);
            if (snapshot.format() != FORMAT) {
                throw new IOException("its format is " + snapshot.format() + ", not " + FORMAT);
            }
            snapshot.routes().values().forEach(Selection::check);
            selections.putAll(snapshot.routes());
        } catch (IOException
                | JsonParseException
                | IllegalArgumentException
                | NullPointerException
                | DateTimeException e) {
            LOG.error("{} cannot be read ({}); each route selects its newest version", file, e.toString());
        }
    }

    private void write() {
        String json;
        synchronized (this) {
            json = new GsonBuilder().setPrettyPrinting().create().toJson(new Snapshot(FORMAT, selections)) + "\n";
        }
        try {
            AtomicFiles.write(file, json);
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of("the selected versions cannot be written to " + file.getFileName() + " (" + e
                    + "); they are kept until the host stops. Free disk space, or correct the permissions of the data"
                    + " directory");
            LOG.warn("{} cannot be written; the selected versions are kept until the host stops", file, e);
        }
    }

    private record Snapshot(int format, Map<String, Selection> routes) {}

    private record Selection(String strategy, String version, List<Served> history) {

        static final Selection NONE = new Selection(null, null, List.of());

        void check() {
            selected();
            history.forEach(served -> served.change(""));
        }

        Optional<SelectedVersion> selected() {
            return Optional.ofNullable(version)
                    .map(text ->
                            new SelectedVersion(strategy, Version.parseVersion(text), SelectedVersion.UNKNOWN_BUNDLE));
        }
    }

    private record Served(String at, String strategy, String version) {

        static Served of(Change change) {
            return new Served(
                    change.at().toString(),
                    change.strategy().orElse(null),
                    change.version().map(Version::toString).orElse(null));
        }

        Change change(String route) {
            return new Change(
                    Instant.parse(at),
                    route,
                    Optional.ofNullable(strategy),
                    Optional.ofNullable(version).map(Version::parseVersion),
                    "");
        }
    }
}
