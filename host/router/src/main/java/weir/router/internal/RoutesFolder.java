package weir.router.internal;

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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of route files, read whenever one changes. A file that cannot be used is complained about once and leaves its last
 * good state in force; it never keeps another file from being read. Not thread-safe, but {@link #problems} may be read anywhere.
 */
final class RoutesFolder {

    private static final Logger LOG = LoggerFactory.getLogger(RoutesFolder.class);
    private static final String SUFFIX = ".json";
    /** A route is a page of text; more is a mistake. */
    private static final long LARGEST = 1 << 20;

    private final Path folder;
    private Map<String, Known> known = new TreeMap<>();
    private volatile List<String> problems = List.of();

    RoutesFolder(Path folder) {
        this.folder = folder;
    }

    /** What has to be mended, one message a file. */
    List<String> problems() {
        return problems;
    }

    /** Reads what has changed since the last time; the routes that are in force now, in the order of their ids. */
    List<Route> scan() {
        List<String> complaints = new ArrayList<>();
        try {
            Map<String, Known> now = new TreeMap<>();
            for (Path file : files()) {
                String id = id(file);
                now.put(id, read(id, file, Optional.ofNullable(known.get(id))));
            }
            known.forEach((id, before) -> {
                if (!before.isAway()) {
                    now.putIfAbsent(id, before.away());
                }
            });
            known = now;
        } catch (IOException e) {
            complaints.add(
                    "routes folder " + folder + " cannot be read (" + e + "); create it or mend its permissions");
        }
        known.values().forEach(file -> file.problem().ifPresent(complaints::add));
        List<Route> routes = withoutDoubles(complaints);
        complaints.stream().filter(complaint -> !problems.contains(complaint)).forEach(LOG::error);
        problems = List.copyOf(complaints);
        return routes;
    }

    /** What was known of a file counts no more: if it is not there now, nobody is about to put it back. */
    void forget(String id) {
        known.remove(id);
    }

    private List<Path> files() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            List<Path> list = new ArrayList<>();
            files.forEach(list::add);
            return list;
        }
    }

    private static Known read(String id, Path file, Optional<Known> before) {
        Optional<Route> lastGood = before.flatMap(Known::route);
        try {
            Stamp stamp = Stamp.of(file);
            // A file that failed is read once more before it is complained about: it may have been caught half written.
            if (before.filter(same -> same.stamp().equals(stamp) && same.settled())
                    .isPresent()) {
                return before.get();
            }
            try {
                if (stamp.size() > LARGEST) {
                    throw new IllegalArgumentException(file.getFileName() + ": is larger than 1 MiB; is it a route?");
                }
                Route route = RouteFile.read(id, Files.readString(file, StandardCharsets.UTF_8));
                return new Known(stamp, Optional.of(route), Optional.empty(), true);
            } catch (IllegalArgumentException | IOException e) {
                boolean again =
                        before.filter(same -> same.stamp().equals(stamp)).isPresent();
                Optional<String> problem = again
                        ? Optional.of(
                                e instanceof IOException ? id + SUFFIX + ": cannot be read: " + e : e.getMessage())
                        : Optional.empty();
                return new Known(stamp, lastGood, problem, again);
            }
        } catch (IOException gone) {
            return new Known(Stamp.NONE, lastGood, Optional.empty(), false);
        }
    }

    /** Of routes for the very same queries the first one counts. */
    private List<Route> withoutDoubles(List<String> complaints) {
        Set<List<Object>> selectors = new HashSet<>();
        List<Route> routes = new ArrayList<>();
        // Those that are there first: one that is away may have been renamed, and its queries be those of the new file.
        Map<Boolean, List<Known>> present =
                known.values().stream().collect(Collectors.partitioningBy(file -> !file.isAway()));
        present.get(true).stream().flatMap(file -> file.route().stream()).forEach(route -> {
            if (selectors.add(route.selector())) {
                routes.add(route);
            } else {
                complaints.add(route.id() + SUFFIX + ": 'pair', 'vault' and 'roundTypes' are those of another route;"
                        + " change or remove one of the two files");
            }
        });
        present.get(false).stream()
                .flatMap(file -> file.route().stream())
                .filter(route -> selectors.add(route.selector()))
                .forEach(routes::add);
        return routes;
    }

    private static String id(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /**
     * A file as it was last seen.
     *
     * @param stamp tells whether it has changed
     * @param route its last good content
     * @param problem what is wrong with it now
     * @param settled whether there is no need to read it again
     */
    private record Known(Stamp stamp, Optional<Route> route, Optional<String> problem, boolean settled) {
        /** Not there at this look: an editor may be about to put a new one in its place, so it counts until the next. */
        Known away() {
            return new Known(Stamp.NONE, route, Optional.empty(), false);
        }

        boolean isAway() {
            return stamp.equals(Stamp.NONE);
        }
    }

    private record Stamp(long size, FileTime modified, String key) {
        static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), "");

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        }
    }
}
