package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import weir.base.WeirException;
import weir.demo.BundleVersionRewriter;

/**
 * Puts a newer version of the strategy into the plugins directory half-way through the round. Until that version serves, queries
 * are sent more slowly, so that a short round does not end first. For one thread.
 */
final class MidRoundUpgrade {

    private final Path jar;
    private final Path plugins;
    private final int queryCount;
    private final Duration slowQueryInterval;
    private final String version;
    private int installedAt = -1;
    private int servedAt = -1;

    /**
     * @param jar the bundle of the version that serves first
     * @param plugins the host's plugins directory
     * @param queryCount number of queries of the round
     * @param delay time that all slower queries together add, at most
     */
    MidRoundUpgrade(Path jar, Path plugins, int queryCount, Duration delay) {
        this.jar = jar;
        this.plugins = plugins;
        this.queryCount = queryCount;
        this.slowQueryInterval = delay.dividedBy(Math.max(1, queryCount - queryCount / 2));
        try {
            this.version = BundleVersionRewriter.next(BundleVersionRewriter.versionOf(jar));
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + jar, "Build again: mvn package.", e);
        }
    }

    /** Must be called before each query, with its number from 0. */
    void beforeQuery(int query) {
        if (query == queryCount / 2) {
            String name = jar.getFileName().toString().replaceFirst("(-[0-9.]+)?\\.jar$", "-" + version + ".jar");
            try {
                BundleVersionRewriter.install(jar, version, plugins.resolve(name));
            } catch (IOException e) {
                throw WeirException.failed("cannot write to " + plugins, "Check the free space of the disk.", e);
            }
            installedAt = query;
        }
    }

    /** Must be called after each query, with its number and the version that answered. */
    void afterQuery(int query, String servedVersion) {
        if (servedAt < 0 && servedVersion.equals(version)) {
            servedAt = query;
        }
    }

    /** Least time from this query to the next one; zero unless the newer version is starting. */
    Duration queryInterval() {
        return installedAt >= 0 && servedAt < 0 ? slowQueryInterval : Duration.ZERO;
    }

    /** The newer version. */
    String version() {
        return version;
    }

    /** Number of the query before which the newer version was installed; negative if it was not. */
    int installedAt() {
        return installedAt;
    }

    /** Number of the first query that the newer version answered; negative if there is none. */
    int servedAt() {
        return servedAt;
    }
}
