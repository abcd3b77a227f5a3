package weir.router.internal.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the route files of a directory. An invalid file is logged once, and its last valid content stays in force. Not
 * thread-safe, except for {@link #problems}.
 */
public final class RouteDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDirectory.class);
    private static final String SUFFIX = ".json";
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final Path directory;
    private Map<String, RouteFile> fileByRoute = new TreeMap<>();
    private volatile List<String> problems = List.of();

    public RouteDirectory(Path directory) {
        this.directory = directory;
    }

    /** Problems that an operator must solve, one message per file. */
    public List<String> problems() {
        return problems;
    }

    /** Reads the files that have changed since the last scan. Returns the routes to put in force, in the order of their ids. */
    public List<Route> scan() {
        List<String> newProblems = new ArrayList<>();
        try {
            Map<String, RouteFile> now = new TreeMap<>();
            for (Path path : listFiles()) {
                String id = routeId(path);
                now.put(id, read(id, path, Optional.ofNullable(fileByRoute.get(id))));
            }
            fileByRoute.forEach((id, before) -> {
                if (!before.isMissing()) {
                    now.putIfAbsent(id, before.missing());
                }
            });
            fileByRoute = now;
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

    /** Whether a new scan is needed although no file changes: a file is missing, or may have been half written. */
    public boolean needsRescan() {
        return fileByRoute.values().stream().anyMatch(file -> !file.isSettled());
    }

    /** Forgets the last valid content of a file, so that the next scan removes the route if the file is missing. */
    public void forget(String id) {
        fileByRoute.remove(id);
    }

    private List<Path> listFiles() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            List<Path> paths = new ArrayList<>();
            files.forEach(paths::add);
            return paths;
        }
    }

    private static RouteFile read(String id, Path path, Optional<RouteFile> before) {
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
                return new RouteFile(stamp, Optional.of(route), Optional.empty(), true);
            } catch (IllegalArgumentException | IOException e) {
                // The first scan may have read a half-written file, so only the second one reports a problem.
                String problem = e instanceof IOException ? id + SUFFIX + ": cannot be read: " + e : e.getMessage();
                return new RouteFile(
                        stamp, lastValid, isUnchanged ? Optional.of(problem) : Optional.empty(), isUnchanged);
            }
        } catch (IOException e) {
            return new RouteFile(FileStamp.NONE, lastValid, Optional.empty(), false);
        }
    }

    /** Removes routes that match the same queries as an earlier one. Missing files come last, because they may have been renamed. */
    private List<Route> withoutDuplicates(List<String> newProblems) {
        Set<List<Object>> selectors = new HashSet<>();
        List<Route> routes = new ArrayList<>();
        for (boolean isMissing : new boolean[] {false, true}) {
            fileByRoute.values().stream()
                    .filter(file -> file.isMissing() == isMissing)
                    .flatMap(file -> file.route().stream())
                    .forEach(route -> {
                        if (selectors.add(route.selector())) {
                            routes.add(route);
                        } else if (!isMissing) {
                            newProblems.add(
                                    route.id() + SUFFIX + ": 'pair', 'vault' and 'roundTypes' are those of another"
                                            + " route; change or remove one of the two files");
                        }
                    });
        }
        return routes;
    }

    private static String routeId(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /**
     * State of a file at the last scan.
     *
     * @param stamp size, time and key, which change with the file
     * @param route last valid content
     * @param problem why the current content is invalid
     * @param isSettled whether the next scan need not read the file if its stamp is equal
     */
    private record RouteFile(FileStamp stamp, Optional<Route> route, Optional<String> problem, boolean isSettled) {

        /** Keeps the route of a missing file until the next scan, because an editor may be replacing the file. */
        RouteFile missing() {
            return new RouteFile(FileStamp.NONE, route, Optional.empty(), false);
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
