package weir.router.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.internal.config.RouteDirectory;

/**
 * The route files of a host that does not run. Immutable.
 *
 * @param routes the valid routes, in the order of their ids
 * @param problems why files are not used, one message per file with the remedy after a semicolon
 */
public record RouteFiles(List<Entry> routes, List<String> problems) {

    /**
     * A route.
     *
     * @param id name of its file without {@code .json}
     * @param strategy name of the strategy
     * @param versions version range; empty if it accepts every version
     */
    public record Entry(String id, String strategy, Optional<VersionRange> versions) {

        /** Whether the route accepts a version of its strategy. */
        public boolean accepts(Version version) {
            return versions.isEmpty() || versions.get().includes(version);
        }
    }

    /** Reads a directory. Parameters are not checked, because only the strategies know them. */
    public static RouteFiles read(Path directory) {
        AtomicLong clock = new AtomicLong();
        RouteDirectory files = new RouteDirectory(directory, route -> Optional.empty(), clock::get);
        files.scan();
        // The directory reports an invalid file when it has not changed for a while.
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        List<Entry> routes = files.scan().stream()
                .map(route -> new Entry(route.id(), route.strategy(), route.versions()))
                .toList();
        return new RouteFiles(routes, files.problems());
    }
}
