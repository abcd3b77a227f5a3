package weir.router;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * A snapshot of a route for operators. Immutable.
 *
 * @param id the route's id: the name of its file without {@code .json}
 * @param chainId EVM chain of the route
 * @param pair pool address in lower case, or {@code "*"} for a default route
 * @param strategy name of the strategy
 * @param versions version range of the route; empty if it accepts every version
 * @param upgrade whether a newer version takes over by itself
 * @param serving bundle version that serves now; empty if none does
 * @param instances instances for this route in its version range that are not {@link StrategyState#GONE}, newest version first
 * @param answers answers since the host started
 * @param fallbacks how many of them were the current positions because a strategy failed or was missing
 * @param note why no version serves, or why a newer one does not; empty if there is nothing to report
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
        String note) {

    public RouteStatus {
        instances = List.copyOf(instances);
    }

    /**
     * A strategy instance for the route.
     *
     * @param version version of its bundle
     * @param bundleId id of its bundle in the framework
     * @param state its state
     * @param failure why it is {@link StrategyState#DEGRADED} or its start is delayed; otherwise empty
     */
    public record Instance(Version version, long bundleId, StrategyState state, String failure) {}
}
