package weir.router.internal.table;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.AtomicFiles;
import weir.router.Routes;
import weir.router.Routes.Change;
import weir.router.VersionRanges;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteParser;
import weir.router.internal.instance.DeclaredStrategies;

/** Edits the route files as {@link Routes} specifies. The caller must serialize the calls and put the files in force. */
public final class RouteEditor {

    private final Path directory;
    private final RouteTableManager tableManager;
    private final SelectionStore selections;
    private final DeclaredStrategies installed;

    /** @param installed the installed strategies, also those that no route uses */
    public RouteEditor(
            Path directory, RouteTableManager tableManager, SelectionStore selections, DeclaredStrategies installed) {
        this.directory = directory;
        this.tableManager = tableManager;
        this.selections = selections;
        this.installed = installed;
    }

    /** See {@link Routes#text}. */
    public Optional<String> text(String id) throws IOException {
        try {
            return Optional.of(Files.readString(fileOf(id)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** See {@link Routes#set}. */
    public void set(String id, String json) throws IOException {
        Route route = RouteParser.parse(id, json);
        installed.parameterProblem(route).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        AtomicFiles.write(fileOf(id), json);
    }

    /** See {@link Routes#remove}. */
    public void remove(String id) throws IOException {
        if (!Files.deleteIfExists(fileOf(id))) {
            throw unknownRoute(id);
        }
    }

    /** See {@link Routes#pin}. */
    public String pin(String route, String strategy, String versions) throws IOException {
        return pin(route, strategy, versions, Optional.empty());
    }

    private String pin(String route, String strategy, String versions, Optional<JsonObject> earlierParameters)
            throws IOException {
        Route pinned = findRoute(route);
        VersionRange range = VersionRanges.parse(versions);
        Version newest = newestInstalled(strategy, range, versions);
        Draft draft = draft(route);
        JsonObject json = draft.json();
        json.addProperty("strategy", strategy);
        json.addProperty("versions", range.toString());
        if (!strategy.equals(pinned.strategy())) {
            earlierParameters.ifPresent(earlier -> json.add("parameters", earlier));
            if (json.get("parameters") instanceof JsonObject parameters) {
                removeUndeclared(parameters, strategy, newest);
            }
        }
        set(draft.id(), new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
        return draft.id();
    }

    /** The content of a route file to be changed and written. */
    record Draft(String id, JsonObject json) {}

    /** Reads the file of a route. For a pool that only a default route serves, returns a copy of the default route for this pool. */
    Draft draft(String route) throws IOException {
        Route found = findRoute(route);
        JsonObject json =
                RouteParser.object(found.id() + ".json", text(found.id()).orElseThrow(() -> unknownRoute(found.id())));
        if (!isPoolAddress(route) || !found.isDefault()) {
            return new Draft(found.id(), json);
        }
        String id = lowerCase(route);
        json.addProperty("pair", id);
        return new Draft(id, json);
    }

    /** See {@link Routes#rollback}. */
    public Version rollback(String route) throws IOException {
        Route current = findRoute(route);
        Change before = rollbackTarget(current)
                .orElseThrow(() -> new IllegalArgumentException("route " + current.id()
                        + " was never served by another version that is running and healthy; pin one with 'pin "
                        + route + " NAME RANGE'"));
        Version version = before.version().orElseThrow();
        pin(route, before.strategy().orElseThrow(), version.toString(), selections.parameters(before));
        return version;
    }

    /** See {@link Routes#rollbackTarget}. */
    public Optional<Change> rollbackTarget(String route) {
        return rollbackTarget(findRoute(route));
    }

    /** Prefers versions of the route itself, also if they served for a short time. */
    private Optional<Change> rollbackTarget(Route current) {
        return Rollback.findTarget(selections.history(current.id()), change -> isUsable(current, change))
                .or(() -> Rollback.findTarget(inheritedHistory(current), change -> isUsable(current, change)));
    }

    /** Returns the id of a route, which is given by its id or by a pool that it serves. */
    public String findId(String route) {
        return findRoute(route).id();
    }

    /** Returns the route's history. Its first entry is the default route's version that served the pool before the route was added. */
    private List<Change> inheritedHistory(Route route) {
        List<Change> history = new ArrayList<>(selections.history(route.id()));
        if (!history.isEmpty() && !route.isDefault()) {
            Instant addedAt = history.get(0).time();
            routes().stream()
                    .filter(other -> other.isDefault() && other.chainId() == route.chainId())
                    .findFirst()
                    .flatMap(other -> selections.history(other.id()).stream()
                            .filter(change -> !change.time().isAfter(addedAt))
                            .reduce((earlier, later) -> later))
                    .ifPresent(inherited -> history.add(0, inherited));
        }
        return history;
    }

    /** Whether a version can serve the route. For a strategy that the route does not use now, being installed is enough. */
    private boolean isUsable(Route current, Change change) {
        String strategy = change.strategy().orElseThrow();
        Version version = change.version().orElseThrow();
        return installed.versions(strategy).contains(version)
                && (!strategy.equals(current.strategy()) || isReady(current.id(), strategy, version));
    }

    private boolean isReady(String route, String strategy, Version version) {
        return tableManager.instances().stream()
                .filter(instance -> instance.id().isFor(route, strategy) && instance.isReady())
                .anyMatch(instance -> instance.version().equals(version));
    }

    /** Removes the parameters of the route's previous strategy that the new one does not have. */
    private void removeUndeclared(JsonObject parameters, String strategy, Version version) {
        installed
                .parameters(strategy, version)
                .filter(known -> !known.acceptsOthers())
                .ifPresent(known ->
                        parameters.keySet().removeIf(name -> !known.byName().containsKey(name)));
    }

    private Version newestInstalled(String strategy, VersionRange range, String text) {
        List<Version> versions = installed.versions(strategy);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + strategy + "' is not installed; install it, or choose one of " + installed.names());
        }
        return versions.stream()
                .filter(range::includes)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalArgumentException("no installed version of " + strategy + " is in " + text
                        + "; installed are " + versions + ": install one, or choose another strategy or range"));
    }

    private Route findRoute(String idOrPool) {
        return routes().stream()
                .filter(route -> route.id().equals(idOrPool))
                .findFirst()
                .or(() -> routes().stream()
                        .filter(route -> isPoolAddress(idOrPool)
                                && route.chainId() == RouteParser.BASE_CHAIN_ID
                                && (route.pair().equals(lowerCase(idOrPool)) || route.isDefault()))
                        .findFirst())
                .orElseThrow(() -> unknownRoute(idOrPool));
    }

    private List<Route> routes() {
        return tableManager.table().entries().stream()
                .map(RouteTable.Entry::route)
                .toList();
    }

    private IllegalArgumentException unknownRoute(String id) {
        return new IllegalArgumentException("there is no route '" + id + "'; choose one of "
                + routes().stream().map(Route::id).toList());
    }

    private static boolean isPoolAddress(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns the file of a route. Rejects an invalid id, so that the path cannot leave the routes directory. */
    private Path fileOf(String id) {
        if (!RouteParser.isRouteId(id)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not a route id; write lower case letters, digits, dots and dashes");
        }
        return directory.resolve(id + ".json");
    }
}
