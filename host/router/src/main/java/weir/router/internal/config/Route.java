package weir.router.internal.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.UpgradePolicy;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * The content of a route file: which queries it matches, and which strategy answers them. Immutable.
 *
 * @param id name of the file without {@code .json}
 * @param chainId EVM chain
 * @param pair pool address in lower case, or {@link #ANY_PAIR}
 * @param vault vault address in lower case, if the route is for one vault only
 * @param roundTypes round types that it matches
 * @param filter queries to refuse
 * @param strategy value of the service property {@code strategy.name}
 * @param versions accepted bundle versions; empty for every version
 * @param upgrade whether a newer version takes over by itself
 * @param parameters the strategy's configuration: strings, booleans, longs, doubles and lists of these
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
        Map<String, Object> parameters) {

    /** The pair of a default route. */
    public static final String ANY_PAIR = "*";

    public boolean matches(RebalanceQuery query) {
        return chainId == query.chainId()
                && (isDefault() || pair.equals(query.pairAddress()))
                && (vault.isEmpty() || vault.get().equals(query.snLiquidityManagerAddress()))
                && roundTypes.contains(query.roundType());
    }

    public boolean isDefault() {
        return pair.equals(ANY_PAIR);
    }

    public boolean accepts(Version version) {
        return versions.isEmpty() || versions.get().includes(version);
    }

    /** How narrow the route is: the pair weighs more than the vault, the vault more than the round type. */
    public int specificity() {
        return (isDefault() ? 0 : 4)
                + (vault.isPresent() ? 2 : 0)
                + (roundTypes.size() < RoundType.values().length ? 1 : 0);
    }

    /** Routes with equal selectors match the same queries, so only one of them can have an effect. */
    List<Object> selector() {
        return List.of(chainId, pair, vault, roundTypes);
    }

    /** A hash of the parameters and their types: 16 hexadecimal digits. */
    public String parametersHash() {
        TreeMap<String, String> typed = new TreeMap<>();
        parameters.forEach((name, value) -> typed.put(name, typed(value)));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(typed.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String typed(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Route::typed).toList().toString()
                : value.getClass().getSimpleName() + " " + value;
    }
}
