package weir.router.internal.table;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.AtomicFiles;
import weir.router.Routes;
import weir.router.Routes.Change;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteParser;

/** Carries out the commands of {@link Routes} on the route files. The caller serializes the calls and puts the files in force. */
public final class RouteEditor {

    private final Path directory;
    private final RouteTableManager manager;
    private final SelectionStore selections;
    private final Function<String, List<Version>> installedVersions;

    /** @param installedVersions versions of a strategy that are installed, even if no route uses it */
    public RouteEditor(
            Path directory,
            RouteTableManager manager,
            SelectionStore selections,
            Function<String, List<Version>> installedVersions) {
        this.directory = directory;
        this.manager = manager;
        this.selections = selections;
        this.installedVersions = installedVersions;
    }

    /** See {@link Routes#text}. */
    public Optional<String> text(String id) throws IOException {
        try {
            return Optional.of(Files.readString(file(id)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** See {@link Routes#set}. */
    public void set(String id, String json) throws IOException {
        RouteParser.parse(id, json);
        AtomicFiles.write(file(id), json);
    }

    /** See {@link Routes#remove}. */
    public void remove(String id) throws IOException {
        if (!Files.deleteIfExists(file(id))) {
            throw unknownRoute(id);
        }
    }

    /** See {@link Routes#pin}. */
    public String pin(String route, String strategy, String versions) throws IOException {
        Route pinned = find(route);
        requireInstalled(strategy, versions);
        JsonObject json = JsonParser.parseString(text(pinned.id()).orElseThrow(() -> unknownRoute(pinned.id())))
                .getAsJsonObject();
        boolean getsOwnRoute = isPool(route) && pinned.isDefault();
        String id = getsOwnRoute ? lowerCase(route) : pinned.id();
        if (getsOwnRoute) {
            json.addProperty("pair", id);
        }
        json.addProperty("strategy", strategy);
        json.addProperty("versions", versions);
        set(id, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
        return id;
    }

    /** See {@link Routes#rollback}. */
    public Version rollback(String route) throws IOException {
        Route current = find(route);
        // The route's own versions come first, however short they served.
        Change before = Rollback.target(selections.history(current.id()), change -> isUsable(current, change))
                .or(() -> Rollback.target(inheritedHistory(current), change -> isUsable(current, change)))
                .orElseThrow(() -> new IllegalArgumentException("route " + current.id()
                        + " was never served by another version that is running and healthy; pin one with 'pin "
                        + route + " NAME RANGE'"));
        Version version = before.version().orElseThrow();
        pin(route, before.strategy().orElseThrow(), "[" + version + "," + version + "]");
        return version;
    }

    /** The id of a route, given by its id or by a pool that it serves. */
    public String id(String route) {
        return find(route).id();
    }

    /** The history of a route, preceded by the version of the default route that served its pool when the route was added. */
    private List<Change> inheritedHistory(Route route) {
        List<Change> history = new ArrayList<>(selections.history(route.id()));
        if (!history.isEmpty() && !route.isDefault()) {
            Instant began = history.get(0).at();
            routes().stream()
                    .filter(one -> one.isDefault() && one.chainId() == route.chainId())
                    .findFirst()
                    .flatMap(one -> selections.history(one.id()).stream()
                            .filter(change -> !change.at().isAfter(began))
                            .reduce((earlier, later) -> later))
                    .ifPresent(inherited -> history.add(0, inherited));
        }
        return history;
    }

    /** Another strategy has no instances for the route yet, so it is enough that it is installed. */
    private boolean isUsable(Route current, Change change) {
        String strategy = change.strategy().orElseThrow();
        List<Version> versions = strategy.equals(current.strategy())
                ? manager.healthyVersions(current.id(), strategy)
                : installedVersions.apply(strategy);
        return versions.contains(change.version().orElseThrow());
    }

    private void requireInstalled(String strategy, String versions) {
        VersionRange range = RouteParser.versions(versions);
        List<Version> installed = installedVersions.apply(strategy);
        if (installed.stream().noneMatch(range::includes)) {
            throw new IllegalArgumentException("no installed version of " + strategy + " is in " + versions
                    + "; installed are " + installed + ": install one, or choose another strategy or range");
        }
    }

    private Route find(String idOrPool) {
        return routes().stream()
                .filter(route -> route.id().equals(idOrPool))
                .findFirst()
                .or(() -> routes().stream()
                        .filter(route -> isPool(idOrPool)
                                && route.chainId() == RouteParser.BASE
                                && (route.pair().equals(lowerCase(idOrPool)) || route.isDefault()))
                        .findFirst())
                .orElseThrow(() -> unknownRoute(idOrPool));
    }

    private List<Route> routes() {
        return manager.table().entries().stream().map(RouteTable.Entry::route).toList();
    }

    private IllegalArgumentException unknownRoute(String id) {
        return new IllegalArgumentException("there is no route '" + id + "'; there are "
                + routes().stream().map(Route::id).toList());
    }

    private static boolean isPool(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Only a valid id becomes a path, which therefore stays within the directory. */
    private Path file(String id) {
        if (!RouteParser.isName(id)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not a route id; write lower case letters, digits, dots and dashes");
        }
        return directory.resolve(id + ".json");
    }
}
