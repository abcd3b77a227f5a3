package weir.router.internal.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the route files of a directory. A file that cannot be used is reported once, its last valid content stays in force, and other
 * files are not affected. Not thread-safe, except for {@link #problems}.
 */
public final class RouteDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDirectory.class);
    private static final String FILE_SUFFIX = ".json";
    private static final long MAX_FILE_BYTES = 1 << 20;

    /** An editor or a copy may replace a file in several steps; until then its last valid content stays in force. */
    private static final long REPLACEMENT_NANOS = Duration.ofMillis(500).toNanos();

    private final Path directory;
    private final LongSupplier nanoClock;
    private Map<String, RouteFile> fileByRoute = new TreeMap<>();
    private volatile List<String> problems = List.of();

    public RouteDirectory(Path directory) {
        this(directory, System::nanoTime);
    }

    /** @param nanoClock a monotonic clock */
    RouteDirectory(Path directory, LongSupplier nanoClock) {
        this.directory = directory;
        this.nanoClock = nanoClock;
    }

    /** Problems that an operator must solve, one message per file. */
    public List<String> problems() {
        return problems;
    }

    /** Reads the files that have changed since the last scan. Returns the routes to put in force, in the order of their ids. */
    public List<Route> scan() {
        List<String> newProblems = new ArrayList<>();
        long now = nanoClock.getAsLong();
        try {
            Map<String, RouteFile> files = new TreeMap<>();
            for (Path path : listFiles()) {
                String id = routeId(path);
                files.put(id, read(id, path, Optional.ofNullable(fileByRoute.get(id)), now));
            }
            Set<List<Object>> present = selectors(files.values());
            fileByRoute.forEach((id, before) -> {
                boolean isRenamed = present.containsAll(selectors(List.of(before)));
                if (!isRenamed && (!before.isMissing() || before.mayBeReplaced(now))) {
                    files.putIfAbsent(id, before.missing(now));
                }
            });
            fileByRoute = files;
        } catch (IOException e) {
            newProblems.add("routes directory " + directory + " cannot be read (" + e
                    + "); create it, or correct its permissions");
        }
        fileByRoute.values().forEach(file -> file.problem().ifPresent(newProblems::add));
        List<Route> routes = withoutDuplicates(newProblems);
        newProblems.stream().filter(problem -> !problems.contains(problem)).forEach(LOG::error);
        problems = List.copyOf(newProblems);
        return routes;
    }

    /** Whether another scan may give another result though no file changes: a file is missing or was perhaps half written. */
    public boolean needsRescan() {
        return fileByRoute.values().stream().anyMatch(file -> !file.isSettled());
    }

    /** Drops the last content of a file: if the file is missing now, its route ends at the next scan. */
    public void forget(String id) {
        fileByRoute.remove(id);
    }

    private List<Path> listFiles() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + FILE_SUFFIX)) {
            List<Path> paths = new ArrayList<>();
            files.forEach(paths::add);
            return paths;
        }
    }

    private static RouteFile read(String id, Path path, Optional<RouteFile> before, long now) {
        Optional<Route> lastValid = before.flatMap(RouteFile::route);
        try {
            FileStamp stamp = FileStamp.of(path);
            boolean isUnchanged =
                    before.filter(file -> file.stamp().equals(stamp)).isPresent();
            if (isUnchanged && before.get().isSettled()) {
                return before.get();
            }
            try {
                if (stamp.size() > MAX_FILE_BYTES) {
                    throw new IllegalArgumentException(
                            path.getFileName() + ": is larger than 1 MiB; check that it is a route");
                }
                Route route = RouteParser.parse(id, Files.readString(path, StandardCharsets.UTF_8));
                return new RouteFile(stamp, Optional.of(route), Optional.empty(), true, now);
            } catch (IllegalArgumentException | IOException e) {
                String problem =
                        e instanceof IOException ? id + FILE_SUFFIX + ": cannot be read: " + e : e.getMessage();
                if (isUnchanged && !before.get().mayBeReplaced(now)) {
                    return new RouteFile(stamp, lastValid, Optional.of(problem), true, now);
                }
                long since = isUnchanged ? before.get().sinceNanos() : now;
                return new RouteFile(stamp, lastValid, Optional.empty(), false, since);
            }
        } catch (IOException e) {
            return before.map(file -> file.missing(now))
                    .orElse(new RouteFile(FileStamp.NONE, lastValid, Optional.empty(), false, now));
        }
    }

    /** Of routes that match the same queries, the first one counts. */
    private List<Route> withoutDuplicates(List<String> newProblems) {
        Set<List<Object>> selectors = new HashSet<>();
        List<Route> routes = new ArrayList<>();
        for (RouteFile file : fileByRoute.values()) {
            file.route().ifPresent(route -> {
                if (selectors.add(route.selector())) {
                    routes.add(route);
                } else if (!file.isMissing()) {
                    newProblems.add(route.id() + FILE_SUFFIX + ": 'pair', 'vault' and 'roundTypes' are those of another"
                            + " route; change or remove one of the two files");
                }
            });
        }
        return routes;
    }

    private static Set<List<Object>> selectors(Collection<RouteFile> files) {
        return files.stream()
                .flatMap(file -> file.route().stream())
                .map(Route::selector)
                .collect(Collectors.toSet());
    }

    private static String routeId(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - FILE_SUFFIX.length());
    }

    /**
     * A file as the last scan saw it.
     *
     * @param stamp changes with the file
     * @param route its last valid content
     * @param problem why its present content is not valid
     * @param isSettled whether it need not be read again until the stamp changes
     * @param sinceNanos when it was first seen in this state, by the monotonic clock
     */
    private record RouteFile(
            FileStamp stamp, Optional<Route> route, Optional<String> problem, boolean isSettled, long sinceNanos) {

        /** This file without content; it counts as missing since it was first seen so. */
        RouteFile missing(long now) {
            return new RouteFile(FileStamp.NONE, route, Optional.empty(), false, isMissing() ? sinceNanos : now);
        }

        boolean mayBeReplaced(long now) {
            return now - sinceNanos < REPLACEMENT_NANOS;
        }

        boolean isMissing() {
            return stamp.equals(FileStamp.NONE);
        }
    }

    private record FileStamp(long size, FileTime modified, String key) {
        static final FileStamp NONE = new FileStamp(-1, FileTime.fromMillis(0), "");

        static FileStamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        }
    }
}
