package weir.router.internal.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.VersionRange;
import weir.router.challenge.Challenger;
import weir.router.challenge.Challengers.Role;

/**
 * Routes that match no query: each gives a strategy of a challenge instances of its own. The id is that of the challenged route with the
 * role after {@link #SEPARATOR}, which no route file can have.
 */
public final class ShadowRoutes {

    private static final char SEPARATOR = '+';

    private ShadowRoutes() {}

    /** Returns the shadow routes of a route; none if it has no challenger. */
    public static List<Route> of(Route route) {
        return route.challenger()
                .map(challenger -> List.of(
                        challenger(route, challenger),
                        shadow(
                                route,
                                Role.CHALLENGER_REPLAY,
                                challenger.strategy(),
                                challenger.versions(),
                                challenger.parameters()),
                        shadow(route, Role.CHAMPION_REPLAY, route.strategy(), route.versions(), route.parameters())))
                .orElse(List.of());
    }

    /** Returns the shadow route of the challenger. */
    public static Route challenger(Route route, Challenger challenger) {
        return shadow(route, Role.CHALLENGER, challenger.strategy(), challenger.versions(), challenger.parameters());
    }

    /** Returns the id of a shadow route. */
    public static String id(String route, Role role) {
        return route + SEPARATOR + role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a route id is that of a shadow route. */
    public static boolean isShadow(String routeId) {
        return routeId.indexOf(SEPARATOR) >= 0;
    }

    /** Returns the name of the route file, for messages. */
    public static String file(String routeId) {
        return (isShadow(routeId) ? routeId.substring(0, routeId.indexOf(SEPARATOR)) : routeId) + ".json";
    }

    /** Returns the name of a field in the route file, for messages. */
    public static String field(String routeId, String field) {
        return !isShadow(routeId)
                        || routeId.equals(id(routeId.substring(0, routeId.indexOf(SEPARATOR)), Role.CHAMPION_REPLAY))
                ? field
                : "challenger." + field;
    }

    private static Route shadow(
            Route route, Role role, String strategy, Optional<VersionRange> versions, Map<String, Object> parameters) {
        return new Route(
                id(route.id(), role),
                route.chainId(),
                route.pair(),
                route.vault(),
                route.roundTypes(),
                route.filter(),
                strategy,
                versions,
                route.upgrade(),
                parameters,
                Optional.empty());
    }
}
