package weir.router.internal.table;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
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
import weir.router.audit.AsyncBatchWriter;
import weir.router.internal.audit.ChangeLog;

/**
 * Stores the selected version of each route and the versions that served before, in {@code routes.json} in the data directory.
 * A separate thread replaces the file atomically. If the file is missing, reads the {@code changes.jsonl} of version 0.2
 * instead. Thread-safe.
 */
public final class SelectionStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SelectionStore.class);
    private static final int FORMAT_VERSION = 1;
    private static final int MAX_HISTORY_LENGTH = 30;

    private final Path file;
    private final Map<String, Selection> selections = new TreeMap<>();
    private final AsyncBatchWriter<Boolean> saveTrigger;
    private volatile Optional<String> problem = Optional.empty();

    /** Reads the stored versions from the data directory. */
    public SelectionStore(Path data) {
        this.file = data.resolve("routes.json");
        this.saveTrigger = new AsyncBatchWriter<>("weir selections", 1, (batch, dropped) -> write());
        if (Files.exists(file)) {
            read();
        } else {
            ChangeLog.read(data.resolve("changes.jsonl")).forEach(this::migrate);
        }
    }

    /** Writes unwritten changes and stops the thread. */
    @Override
    public void close() {
        saveTrigger.close();
    }

    /** Why the file cannot be written, with the remedy; otherwise empty. */
    public Optional<String> problem() {
        return problem;
    }

    synchronized Optional<SelectedVersion> selected(String route) {
        return Optional.ofNullable(selections.get(route)).flatMap(Selection::selected);
    }

    /** Returns which versions served the route, newest last; the reasons of the changes are empty. */
    synchronized List<Change> history(String route) {
        Selection selection = selections.getOrDefault(route, Selection.NONE);
        return selection.history().stream().map(served -> served.change(route)).toList();
    }

    /** Returns the route's parameters when this change came into force; empty if they are not known. */
    synchronized Optional<JsonObject> parameters(Change change) {
        return selections.getOrDefault(change.route(), Selection.NONE).history().stream()
                .filter(served -> served.change(change.route()).equals(change))
                .flatMap(served -> Optional.ofNullable(served.parameters()).stream())
                .findFirst();
    }

    /**
     * Adds a change of the serving version.
     *
     * @param parameters the route's parameters; empty if they are not known
     * @param selected the selected version after the change
     */
    synchronized void add(Change change, Optional<Map<String, Object>> parameters, Optional<SelectedVersion> selected) {
        List<ServedVersion> history = new ArrayList<>(
                selections.getOrDefault(change.route(), Selection.NONE).history());
        history.add(ServedVersion.of(change, parameters));
        selections.put(
                change.route(),
                new Selection(
                        selected.map(SelectedVersion::strategy).orElse(null),
                        selected.map(one -> one.version().toString()).orElse(null),
                        history.subList(Math.max(0, history.size() - MAX_HISTORY_LENGTH), history.size())));
        saveTrigger.add(true);
    }

    private void migrate(ChangeLog.Entry entry) {
        Change change = entry.change();
        boolean isSelection = change.version().isPresent() && !entry.isFailover();
        add(
                change,
                Optional.empty(),
                isSelection
                        ? Optional.of(new SelectedVersion(
                                change.strategy().orElseThrow(),
                                change.version().get(),
                                SelectedVersion.UNKNOWN_BUNDLE))
                        : selected(change.route()));
    }

    private void read() {
        try {
            FileContent content = new Gson().fromJson(Files.readString(file), FileContent.class);
            if (content.format() != FORMAT_VERSION) {
                throw new IOException("its format is " + content.format() + ", not " + FORMAT_VERSION);
            }
            content.routes().values().forEach(Selection::validate);
            selections.putAll(content.routes());
        } catch (IOException
                | JsonParseException
                | IllegalArgumentException
                | NullPointerException
                | DateTimeException e) {
            LOG.error("{} cannot be read ({}); each route now selects its newest version", file, e.toString());
        }
    }

    private void write() {
        String json;
        synchronized (this) {
            json = new GsonBuilder().setPrettyPrinting().create().toJson(new FileContent(FORMAT_VERSION, selections))
                    + "\n";
        }
        try {
            AtomicFiles.write(file, json);
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of("the selected versions cannot be written to " + file.getFileName() + " (" + e
                    + "), so a restart would lose them; free disk space, or correct the permissions of the data"
                    + " directory");
            LOG.warn("{} cannot be written, so a restart would lose the selected versions", file, e);
        }
    }

    private record FileContent(int format, Map<String, Selection> routes) {}

    private record Selection(String strategy, String version, List<ServedVersion> history) {

        static final Selection NONE = new Selection(null, null, List.of());

        void validate() {
            selected();
            history.forEach(served -> served.change(""));
        }

        Optional<SelectedVersion> selected() {
            return Optional.ofNullable(version)
                    .map(text ->
                            new SelectedVersion(strategy, Version.parseVersion(text), SelectedVersion.UNKNOWN_BUNDLE));
        }
    }

    private record ServedVersion(String at, String strategy, String version, JsonObject parameters) {

        static ServedVersion of(Change change, Optional<Map<String, Object>> parameters) {
            return new ServedVersion(
                    change.time().toString(),
                    change.strategy().orElse(null),
                    change.version().map(Version::toString).orElse(null),
                    parameters
                            .map(known -> new Gson().toJsonTree(known).getAsJsonObject())
                            .orElse(null));
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
