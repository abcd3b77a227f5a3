package weir.router.internal.table;

import org.osgi.framework.Version;
import weir.router.internal.config.Route;
import weir.router.internal.instance.StrategyInstance;

/**
 * The version that a route uses. While it is away, another one may serve, but the selection stays.
 *
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param bundleId its bundle in the framework, {@link #UNKNOWN_BUNDLE} after a restart until an instance is there
 */
record SelectedVersion(String strategy, Version version, long bundleId) {

    static final long UNKNOWN_BUNDLE = -1;

    static SelectedVersion of(StrategyInstance instance) {
        return new SelectedVersion(
                instance.id().strategy(), instance.version(), instance.id().bundleId());
    }

    /** Whether the route can still use it. A pin to another strategy or range ends the selection. */
    boolean isValidFor(Route route) {
        return strategy.equals(route.strategy()) && route.accepts(version);
    }

    boolean isOf(StrategyInstance instance) {
        return instance.version().equals(version);
    }

    /** Whether strategy and version are the same; the bundle may differ. */
    boolean isSameVersion(SelectedVersion other) {
        return strategy.equals(other.strategy) && version.equals(other.version);
    }

    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
