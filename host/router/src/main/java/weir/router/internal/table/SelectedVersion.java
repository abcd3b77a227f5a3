package weir.router.internal.table;

import org.osgi.framework.Version;
import weir.router.internal.config.Route;
import weir.router.internal.instance.StrategyInstance;

/**
 * The version that a manual route prefers. While it does not run, another version may serve, but the selection stays.
 *
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param bundleId id of that bundle in the framework; {@link #UNKNOWN_BUNDLE} after a restart, until an instance starts
 */
record SelectedVersion(String strategy, Version version, long bundleId) {

    static final long UNKNOWN_BUNDLE = -1;

    static SelectedVersion of(StrategyInstance instance) {
        return new SelectedVersion(
                instance.id().strategy(), instance.version(), instance.id().bundleId());
    }

    /** Whether the route's strategy and range still include this version. A pin may have changed them. */
    boolean isValidFor(Route route) {
        return strategy.equals(route.strategy()) && route.accepts(version);
    }

    boolean isVersionOf(StrategyInstance instance) {
        return instance.version().equals(version) && instance.id().strategy().equals(strategy);
    }

    /** Whether the strategy and the version are equal. The bundle may differ. */
    boolean isSameVersion(SelectedVersion other) {
        return strategy.equals(other.strategy) && version.equals(other.version);
    }

    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
