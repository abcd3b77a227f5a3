package weir.router.challenge;

import java.util.Map;
import java.util.Optional;
import org.osgi.framework.VersionRange;

/**
 * The field {@code challenger} of a route file: a strategy that may replace the route's strategy. Immutable.
 *
 * @param strategy name of the strategy
 * @param versions accepted bundle versions; empty for every version
 * @param parameters the strategy's parameters as they are written: strings, booleans, BigDecimals and lists of these
 * @param promotion how the challenger replaces the route's strategy
 * @param margin by how much more the challenger must score in a round, at least 0 and below {@value #MAX_MARGIN}
 */
public record Challenger(
        String strategy,
        Optional<VersionRange> versions,
        Map<String, Object> parameters,
        Promotion promotion,
        double margin) {

    /** Margins are below this score difference, to which the differences of rounds are cut. */
    public static final double MAX_MARGIN = 0.1;

    /** How a challenger replaces the route's strategy. */
    public enum Promotion {
        /** The host proposes the promotion, and an operator decides. */
        PROPOSE,
        /** The host promotes the challenger. */
        AUTO
    }

    public Challenger {
        parameters = Map.copyOf(parameters);
    }
}
