package weir.router;

import org.osgi.framework.Version;

/**
 * A strategy instance entered a state. Immutable.
 *
 * @param route id of the route that the instance is for
 * @param strategy name of the strategy
 * @param version version of the strategy's bundle
 * @param bundleId id of that bundle in the framework
 * @param state the new state
 * @param reason why, for {@link StrategyState#DEGRADED} and for a delayed {@link StrategyState#STARTING}; otherwise empty
 */
public record StrategyEvent(
        String route, String strategy, Version version, long bundleId, StrategyState state, String reason) {}
