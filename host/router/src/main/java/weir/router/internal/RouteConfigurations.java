package weir.router.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Set;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * One factory configuration per route: factory PID is the strategy's name, its name is the route's id, so the PID is
 * {@code range-follower~weth-usdc}. DS makes an instance of every installed version from it. Not thread-safe.
 */
final class RouteConfigurations {

    /** Visible to bundles at any location: every version of a strategy must see it. */
    private static final String ANYWHERE = "?";

    private final ConfigurationAdmin admin;

    RouteConfigurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Makes what is missing and updates what differs; what is equal is left alone, for an update restarts the strategy. */
    void provide(Collection<Route> routes) throws IOException {
        for (Route route : routes) {
            Dictionary<String, Object> properties = new Hashtable<>(route.parameters());
            properties.put(StrategyTracker.ROUTE, route.id());
            admin.getFactoryConfiguration(route.strategy(), route.id(), ANYWHERE)
                    .updateIfDifferent(properties);
        }
    }

    /** Deletes what no route asks for. */
    void withdraw(Collection<Route> routes) throws IOException {
        Set<String> wanted = new HashSet<>();
        routes.forEach(route -> wanted.add(route.strategy() + "~" + route.id()));
        try {
            Configuration[] existing = admin.listConfigurations("(" + StrategyTracker.ROUTE + "=*)");
            for (Configuration configuration : existing == null ? new Configuration[0] : existing) {
                if (!wanted.contains(configuration.getPid())) {
                    configuration.delete();
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
