package weir.router.internal.instance;

import java.util.Optional;
import org.osgi.framework.Version;
import weir.router.internal.config.Route;

/**
 * Identifies a strategy instance.
 *
 * @param route id of its route
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param bundleId id of its bundle
 * @param serviceId id of its service
 * @param configuration PID of its configuration; empty if a bundle registered the service by itself
 */
public record InstanceId(
        String route, String strategy, Version version, long bundleId, long serviceId, Optional<String> configuration) {

    public boolean isFor(String routeId, String strategyName) {
        return route.equals(routeId) && strategy.equals(strategyName);
    }

    /** Whether it has the parameters that the route has now. */
    public boolean hasParametersOf(Route current) {
        return configuration.isEmpty() || StrategyConfigurations.isCurrent(configuration.get(), current);
    }

    /** Strategy and version. */
    public String name() {
        return strategy + " " + version;
    }
}
