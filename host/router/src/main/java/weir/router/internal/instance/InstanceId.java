package weir.router.internal.instance;

import java.util.Optional;
import org.osgi.framework.Version;
import weir.router.internal.config.Route;

/**
 * Identifies a strategy instance. The service id alone is unique; the rest says what the instance is.
 *
 * @param route id of the instance's route
 * @param strategy name of the strategy
 * @param bundleName symbolic name of the strategy's bundle
 * @param version version of that bundle
 * @param bundleId id of that bundle
 * @param serviceId id of the instance's service
 * @param pid PID of the instance's configuration; empty if the bundle does not use Declarative Services
 */
public record InstanceId(
        String route,
        String strategy,
        String bundleName,
        Version version,
        long bundleId,
        long serviceId,
        Optional<String> pid) {

    public boolean isFor(String routeId, String strategyName) {
        return route.equals(routeId) && strategy.equals(strategyName);
    }

    /** Whether the instance has the route's current parameters. */
    public boolean hasParametersOf(Route current) {
        return pid.isEmpty() || StrategyConfigurations.hasCurrentParameters(pid.get(), current);
    }

    /** The strategy's name and version. */
    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
