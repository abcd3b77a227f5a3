package weir.router.internal;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.Routes;
import weir.router.Routes.Change;

/** Commands on routes as edits of their files. The caller lets one at a time in and puts the edits in force. */
final class RouteFiles {

    private final Path folder;
    private final ServingBoard board;
    private final ChangeLog log;
    private final BiPredicate<String, VersionRange> declared;

    /** @param declared whether a strategy is installed in a version of the range, though no route may ask for it */
    RouteFiles(Path folder, ServingBoard board, ChangeLog log, BiPredicate<String, VersionRange> declared) {
        this.folder = folder;
        this.board = board;
        this.log = log;
        this.declared = declared;
    }

    /** See {@link Routes#text}. */
    Optional<String> text(String id) throws IOException {
        try {
            return Optional.of(Files.readString(file(id), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** See {@link Routes#set}. */
    void set(String id, String json) throws IOException {
        RouteFile.read(id, json);
        Path beside = folder.resolve(id + ".part");
        try (FileChannel out = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer rest = StandardCharsets.UTF_8.encode(json); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(beside, file(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** See {@link Routes#remove}. */
    void remove(String id) throws IOException {
        if (!Files.deleteIfExists(file(id))) {
            throw unknown(id);
        }
    }

    /** See {@link Routes#pin}. */
    String pin(String route, String strategy, String versions) throws IOException {
        Route pinned = find(route);
        checkInstalled(pinned, strategy, versions);
        JsonObject json = JsonParser.parseString(text(pinned.id()).orElseThrow(() -> unknown(pinned.id())))
                .getAsJsonObject();
        boolean ownRoute = isPool(route) && pinned.pair().equals(Route.ANY_PAIR);
        String id = ownRoute ? address(route) : pinned.id();
        if (ownRoute) {
            json.addProperty("pair", address(route));
        }
        json.addProperty("strategy", strategy);
        json.addProperty("versions", versions);
        set(id, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
        return id;
    }

    /** See {@link Routes#rollback}. */
    Version rollback(String route) throws IOException {
        Route current = find(route);
        // What the route itself has had comes first, however short: it was somebody's choice.
        Change before = Rollback.target(changes(current.id()), change -> isUsable(current, change))
                .or(() -> Rollback.target(history(current), change -> isUsable(current, change)))
                .orElseThrow(() -> new IllegalArgumentException("route " + current.id()
                        + " was never served by another version that runs and is sound; pin one with 'pin " + route
                        + " NAME RANGE'"));
        pin(route, before.strategy().orElseThrow(), only(before));
        return before.version().orElseThrow();
    }

    /** Changes of a route, and before them who served its pool by the default route when it came. */
    private List<Change> history(Route route) {
        List<Change> history = new ArrayList<>(log.of(route.id()));
        if (!history.isEmpty() && !route.pair().equals(Route.ANY_PAIR)) {
            Instant began = history.get(0).at();
            board.table().entries().stream()
                    .map(RouteTable.Entry::route)
                    .filter(one -> one.pair().equals(Route.ANY_PAIR) && one.chainId() == route.chainId())
                    .findFirst()
                    .flatMap(one -> log.of(one.id()).stream()
                            .filter(change -> !change.at().isAfter(began))
                            .reduce((earlier, later) -> later))
                    .ifPresent(inherited -> history.add(0, inherited));
        }
        return history;
    }

    /** Of another strategy there is no instance that could be sound or not until the route asks for it. */
    private boolean isUsable(Route current, Change change) {
        return change.strategy().filter(current.strategy()::equals).isPresent()
                ? board.sound(current.id(), current.strategy())
                        .contains(change.version().orElseThrow())
                : declared.test(change.strategy().orElseThrow(), VersionRange.valueOf(only(change)));
    }

    private static String only(Change change) {
        return "[" + change.version().orElseThrow() + "," + change.version().orElseThrow() + "]";
    }

    /** See {@link Routes#changes}. */
    List<Change> changes(String route) {
        return log.of(find(route).id());
    }

    /** A pin that nobody fits would cost answers. */
    private void checkInstalled(Route pinned, String strategy, String versions) {
        VersionRange range = RouteFile.versions(versions);
        List<Version> installed = board.installed(pinned.id(), strategy);
        if (strategy.equals(pinned.strategy()) && installed.stream().noneMatch(range::includes)) {
            throw new IllegalArgumentException("no installed version of " + strategy + " is in " + versions
                    + "; installed are " + installed + ": install one, or choose another range");
        }
        if (!strategy.equals(pinned.strategy()) && !declared.test(strategy, range)) {
            throw new IllegalArgumentException("no version of " + strategy + " in " + versions
                    + " is installed; install one, or choose another strategy or range");
        }
    }

    /** The route with the id, or the one that serves the pool, be it the default one. */
    private Route find(String idOrPool) {
        List<Route> routes =
                board.table().entries().stream().map(RouteTable.Entry::route).toList();
        return routes.stream()
                .filter(route -> route.id().equals(idOrPool))
                .findFirst()
                .or(() -> routes.stream()
                        .filter(route -> isPool(idOrPool)
                                && route.chainId() == RouteFile.BASE
                                && (route.pair().equals(address(idOrPool))
                                        || route.pair().equals(Route.ANY_PAIR)))
                        .findFirst())
                .orElseThrow(() -> unknown(idOrPool));
    }

    private IllegalArgumentException unknown(String id) {
        return new IllegalArgumentException("there is no route '" + id + "'; there are "
                + board.table().entries().stream()
                        .map(entry -> entry.route().id())
                        .toList());
    }

    private static boolean isPool(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static String address(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** An id that is no name must not lead out of the folder. */
    private Path file(String id) {
        if (!RouteFile.isName(id)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is no name of a route; write lower case letters, digits, dots and dashes");
        }
        return folder.resolve(id + ".json");
    }
}
