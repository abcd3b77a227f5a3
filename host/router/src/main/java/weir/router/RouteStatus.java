package weir.router;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * The state of a route at one instant, for operators. Immutable.
 *
 * @param id the route's id: the name of its file without {@code .json}
 * @param chainId EVM chain id of the route
 * @param pair pool address in lower case, or {@code "*"} for a default route
 * @param strategy name of the strategy
 * @param versions version range of the route; empty if it accepts every version
 * @param upgrade whether a newer version starts to serve automatically
 * @param serving bundle version that serves the route; empty if none does
 * @param instances strategy instances for the route in its version range, newest version first, without those that are {@link
 *     StrategyState#GONE}
 * @param answers answers since the host started
 * @param fallbacks how many of the answers were fallbacks, see {@link Answer#isFallback}
 * @param problem why no version serves, or why the newest version does not; otherwise empty
 */
public record RouteStatus(
        String id,
        long chainId,
        String pair,
        String strategy,
        Optional<VersionRange> versions,
        UpgradePolicy upgrade,
        Optional<Version> serving,
        List<Instance> instances,
        long answers,
        long fallbacks,
        String problem) {

    public RouteStatus {
        instances = List.copyOf(instances);
    }

    /**
     * A strategy instance for the route.
     *
     * @param version version of the strategy's bundle
     * @param bundleId id of that bundle in the framework
     * @param state state of the instance
     * @param reason why the instance is {@link StrategyState#DEGRADED} or its start is delayed; otherwise empty
     */
    public record Instance(Version version, long bundleId, StrategyState state, String reason) {}
}
