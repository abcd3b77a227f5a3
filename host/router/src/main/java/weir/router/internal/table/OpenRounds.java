package weir.router.internal.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import weir.router.challenge.OpenRound;
import weir.router.internal.config.Route;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.RebalanceQuery;

/**
 * The rounds that were being played when a challenge exchanged the strategies of their route. The former instance answers their queries
 * until they end, so that no round changes its strategy. Thread-safe; a query costs one volatile read.
 */
public final class OpenRounds {

    private volatile Map<String, Former> byRoute = Map.of();

    /** @param route the route without a challenger, as it was */
    private record Former(Route route, StrategyInstance instance, Set<OpenRound> rounds) {}

    /** Keeps an instance for some rounds of its route. Replaces those that were kept for this route before. */
    synchronized void keep(Route route, StrategyInstance instance, Set<OpenRound> rounds) {
        Map<String, Former> changed = new HashMap<>(byRoute);
        changed.put(route.id(), new Former(route.withoutChallenger(), instance, Set.copyOf(rounds)));
        byRoute = Map.copyOf(changed);
    }

    /** Ends the rounds of a route that an instance was kept for. */
    synchronized void end(StrategyInstance instance) {
        Map<String, Former> changed = new HashMap<>(byRoute);
        changed.values().removeIf(former -> former.instance == instance);
        byRoute = Map.copyOf(changed);
    }

    /** Returns the instance that has answered the round of a query, if the route's strategies were exchanged since. */
    Optional<StrategyInstance> find(Route route, RebalanceQuery query) {
        Former former = byRoute.get(route.id());
        return former != null && former.rounds.contains(OpenRound.of(query))
                ? Optional.of(former.instance)
                : Optional.empty();
    }

    /** Returns routes and, before them, the former content of those with open rounds, whose instances need their configurations. */
    public List<Route> addTo(List<Route> routes) {
        List<String> ids = routes.stream().map(Route::id).toList();
        return Stream.concat(
                        byRoute.values().stream().map(Former::route).filter(former -> ids.contains(former.id())),
                        routes.stream())
                .toList();
    }
}
