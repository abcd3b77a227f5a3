package weir.router.internal.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.Sha256;
import weir.router.UpgradePolicy;
import weir.router.challenge.Challenger;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Content of a route file: the queries that the route matches, and the strategy that answers them. Immutable.
 *
 * @param id name of the route file without {@code .json}
 * @param chainId EVM chain id
 * @param pair pool address in lower case, or {@link #ANY_PAIR}
 * @param vault vault address in lower case; empty if the route matches all vaults
 * @param roundTypes round types that the route matches
 * @param filter filter that refuses queries
 * @param strategy name of the strategy, its service property {@code strategy.name}
 * @param versions accepted bundle versions; empty for every version
 * @param upgrade whether a newer version starts to serve automatically
 * @param parameters the strategy's parameters as they are written: strings, booleans, BigDecimals and lists of these
 * @param challenger a strategy that may replace the route's strategy; empty for none
 */
public record Route(
        String id,
        long chainId,
        String pair,
        Optional<String> vault,
        Set<RoundType> roundTypes,
        RouteFilter filter,
        String strategy,
        Optional<VersionRange> versions,
        UpgradePolicy upgrade,
        Map<String, Object> parameters,
        Optional<Challenger> challenger) {

    /** The pair of a default route. */
    public static final String ANY_PAIR = "*";

    public boolean matches(RebalanceQuery query) {
        return chainId == query.chainId()
                && (isDefault() || pair.equals(query.pairAddress()))
                && (vault.isEmpty() || vault.get().equals(query.snLiquidityManagerAddress()))
                && roundTypes.contains(query.roundType());
    }

    /** This route without its challenger. */
    public Route withoutChallenger() {
        return new Route(
                id,
                chainId,
                pair,
                vault,
                roundTypes,
                filter,
                strategy,
                versions,
                upgrade,
                parameters,
                Optional.empty());
    }

    public boolean isDefault() {
        return pair.equals(ANY_PAIR);
    }

    public boolean accepts(Version version) {
        return versions.isEmpty() || versions.get().includes(version);
    }

    /** Rank of the route among matching routes; the highest wins. A pair counts more than a vault, and a vault more than a round type. */
    public int specificity() {
        return (isDefault() ? 0 : 4)
                + (vault.isPresent() ? 2 : 0)
                + (roundTypes.size() < RoundType.values().length ? 1 : 0);
    }

    /** The fields that select queries. Two routes with equal selectors match the same queries, so only one of them can be in force. */
    List<Object> selector() {
        return List.of(chainId, pair, vault, roundTypes);
    }

    /** Returns a hash of the parameters and their types as 16 hexadecimal digits. */
    public String parametersHash() {
        TreeMap<String, String> textWithType = new TreeMap<>();
        parameters.forEach((name, value) -> textWithType.put(name, textWithType(value)));
        return Sha256.of(textWithType.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
    }

    private static String textWithType(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Route::textWithType).toList().toString()
                : value.getClass().getSimpleName() + " " + value;
    }
}
