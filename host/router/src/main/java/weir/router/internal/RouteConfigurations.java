package weir.router.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** Property: all parameters in words, by which those of before are told from those of now. */
    private static final String PARAMETERS = "weir.parameters";

    private final ConfigurationAdmin admin;

    RouteConfigurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Makes what is missing and updates what differs; what is equal is left alone, for an update restarts the strategy. */
    void provide(Collection<Route> routes) throws IOException {
        for (Route route : routes) {
            of(route).updateIfDifferent(properties(route));
        }
    }

    /** Updates even what is equal, so that DS hears of it once more. */
    void send(Route route) throws IOException {
        of(route).update(properties(route));
    }

    /** Whether an instance's properties are those of the route as it is now. */
    static boolean isOf(Route route, Map<String, Object> properties) {
        return route.id().equals(properties.get(StrategyTracker.ROUTE))
                && inWords(route).equals(properties.get(PARAMETERS));
    }

    private Configuration of(Route route) throws IOException {
        return admin.getFactoryConfiguration(route.strategy(), route.id(), ANYWHERE);
    }

    private static Dictionary<String, Object> properties(Route route) {
        Dictionary<String, Object> properties = new Hashtable<>(route.parameters());
        properties.put(StrategyTracker.ROUTE, route.id());
        properties.put(PARAMETERS, inWords(route));
        return properties;
    }

    private static String inWords(Route route) {
        return new TreeMap<>(route.parameters()).toString();
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
