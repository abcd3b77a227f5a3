package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import weir.base.WeirException;
import weir.demo.BundleVersionRewriter;

/**
 * A newer version of the strategy, dropped into the plugins folder in the middle of the round. From then on the questions come
 * a little slower until the new version answers, so that a short round does not end before the host has seen the file.
 */
final class MidRoundUpgrade {

    private final Path jar;
    private final Path plugins;
    private final int queries;
    private final Duration patience;
    private final String version;
    private int installedAt = -1;
    private int servedAt = -1;

    /**
     * @param jar the bundle that serves now
     * @param plugins the folder that the host watches
     * @param queries how many questions the round will have
     * @param patience longest that the questions after the installation are stretched, all together
     */
    MidRoundUpgrade(Path jar, Path plugins, int queries, Duration patience) {
        this.jar = jar;
        this.plugins = plugins;
        this.queries = queries;
        this.patience = patience;
        this.version = BundleVersionRewriter.next(versionOf(jar));
    }

    private static String versionOf(Path jar) {
        try {
            return BundleVersionRewriter.versionOf(jar);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + jar, "Build again: mvn package.", e);
        }
    }

    /** Called before each question with its number, from 0. */
    void before(int query) {
        if (query == queries / 2) {
            String name = jar.getFileName().toString().replaceFirst("(-[0-9.]+)?\\.jar$", "-" + version + ".jar");
            try {
                BundleVersionRewriter.install(jar, version, plugins.resolve(name));
            } catch (IOException e) {
                throw WeirException.failed("cannot install into " + plugins, "Check the space on the disk.", e);
            }
            installedAt = query;
        } else if (installedAt >= 0 && servedAt < 0) {
            RateLimiter.pause(patience.dividedBy(Math.max(1, queries - queries / 2)));
        }
    }

    /** Called after each question with the version that answered it. */
    void after(int query, String served) {
        if (servedAt < 0 && served.equals(version)) {
            servedAt = query;
        }
    }

    /** The version that is installed. */
    String version() {
        return version;
    }

    /** Number of the question before which it was installed; negative if the round ended before. */
    int installedAt() {
        return installedAt;
    }

    /** Number of the first question that it answered; negative if it never did. */
    int servedAt() {
        return servedAt;
    }
}
