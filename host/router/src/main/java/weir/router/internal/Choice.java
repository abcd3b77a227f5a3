package weir.router.internal;

import org.osgi.framework.Version;

/**
 * The version that a route goes on with, apart from who happens to serve while it is away.
 *
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param bundleId the bundle in the framework, {@link #UNKNOWN} until it has come back after a restart
 */
record Choice(String strategy, Version version, long bundleId) {

    static final long UNKNOWN = -1;

    /** Whether the route as it is written now can go on with it: a pin on something else makes an end of it. */
    boolean isFor(Route route) {
        return strategy.equals(route.strategy()) && route.versions().includes(version);
    }

    boolean names(Candidate candidate) {
        return candidate.version().equals(version);
    }

    /** Whether it is another version, be it in the same bundle or not. */
    boolean differs(Choice other) {
        return !strategy.equals(other.strategy) || !version.equals(other.version);
    }

    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
