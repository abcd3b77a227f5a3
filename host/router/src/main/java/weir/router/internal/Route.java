package weir.router.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.VersionRange;
import weir.router.UpgradePolicy;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * One rule of who answers: which queries, which strategy, which versions of it, with which parameters. Immutable.
 *
 * @param id name of the route's file without {@code .json}
 * @param chainId EVM chain
 * @param pair pool address in lower case, or {@link #ANY_PAIR}
 * @param vault vault address in lower case where the route is for one vault only
 * @param roundTypes round types that the route is for
 * @param filter what is refused on purpose
 * @param strategy value of the service property {@code strategy.name}
 * @param versions bundle versions that may serve
 * @param upgrade whether a newer version takes over by itself
 * @param parameters properties of the strategy's configuration: strings, booleans, longs, doubles and lists of these
 */
record Route(
        String id,
        long chainId,
        String pair,
        Optional<String> vault,
        Set<RoundType> roundTypes,
        Filter filter,
        String strategy,
        VersionRange versions,
        UpgradePolicy upgrade,
        Map<String, Object> parameters) {

    /** The pair of a default route. */
    static final String ANY_PAIR = "*";

    /** The range of a route that names none. */
    static final VersionRange ANY_VERSION = VersionRange.valueOf("0");

    boolean isFor(RebalanceQuery query) {
        return chainId == query.chainId()
                && (pair.equals(ANY_PAIR) || pair.equals(query.pairAddress()))
                && (vault.isEmpty() || vault.get().equals(query.snLiquidityManagerAddress()))
                && roundTypes.contains(query.roundType());
    }

    /** The version range; empty if the route accepts every version. */
    Optional<VersionRange> range() {
        return Optional.of(versions).filter(range -> !range.equals(ANY_VERSION));
    }

    /** How narrow the route is: the pair weighs more than the vault, the vault more than the round type. */
    int specificity() {
        return (pair.equals(ANY_PAIR) ? 0 : 4)
                + (vault.isPresent() ? 2 : 0)
                + (roundTypes.size() < RoundType.values().length ? 1 : 0);
    }

    /** Routes with equal selectors are for the same queries; only one of them can have an effect. */
    List<Object> selector() {
        return List.of(chainId, pair, vault, roundTypes);
    }
}
