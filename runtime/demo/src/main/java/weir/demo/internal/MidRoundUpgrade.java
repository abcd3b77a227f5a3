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

    /** Below the axon's default limit of 50 queries a second for one validator. */
    private static final Duration INTERVAL = Duration.ofMillis(22);

    private final Path jar;
    private final Path plugins;
    private final int queries;
    private final Duration slowInterval;
    private final String version;
    private int installedAt = -1;
    private int servedAt = -1;

    /**
     * @param jar the bundle of the version that serves first
     * @param plugins the host's plugins directory
     * @param queries number of queries of the round
     * @param delay time that all slower queries together add, at most
     */
    MidRoundUpgrade(Path jar, Path plugins, int queries, Duration delay) {
        this.jar = jar;
        this.plugins = plugins;
        this.queries = queries;
        this.slowInterval = INTERVAL.plus(delay.dividedBy(Math.max(1, queries - queries / 2)));
        try {
            this.version = BundleVersionRewriter.next(BundleVersionRewriter.versionOf(jar));
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + jar, "Build again: mvn package.", e);
        }
    }

    /** Must be called before each query, with its number from 0. */
    void before(int query) {
        if (query == queries / 2) {
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
    void after(int query, String served) {
        if (servedAt < 0 && served.equals(version)) {
            servedAt = query;
        }
    }

    /** Least time from this query to the next one. */
    Duration interval() {
        return installedAt >= 0 && servedAt < 0 ? slowInterval : INTERVAL;
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
