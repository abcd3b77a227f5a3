package weir.router;

import org.osgi.framework.Version;

/**
 * A strategy instance entered a state. Immutable.
 *
 * @param route id of the instance's route
 * @param strategy name of the strategy
 * @param version version of the strategy's bundle
 * @param bundleId id of that bundle in the framework
 * @param state the new state
 * @param reason why the instance is {@link StrategyState#DEGRADED} or its start is delayed; otherwise empty
 */
public record StrategyEvent(
        String route, String strategy, Version version, long bundleId, StrategyState state, String reason) {}
