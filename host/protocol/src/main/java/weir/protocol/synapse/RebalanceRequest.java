package weir.protocol.synapse;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/**
 * The synapse (Bittensor's word for a request type) {@code RebalanceQuery} as a validator sent it: the query for the strategy, and
 * the original text of the members that the response must repeat unchanged. Immutable.
 */
public final class RebalanceRequest {

    private final RebalanceQuery query;
    final String vault;
    final String pair;
    final String currentPrice;
    final List<WirePosition> currentPositions;
    /** {@code null} if the validator sent none. */
    final WireInventory inventory;

    final SynapseFields fields;

    /** A position, and the text of its numbers as the validator wrote them; {@code confidence} may be {@code null}. */
    record WirePosition(Position position, String allocation0, String allocation1, String confidence) {

        static WirePosition of(Position position) {
            return new WirePosition(
                    position,
                    position.allocation0().toString(),
                    position.allocation1().toString(),
                    null);
        }

        static WirePosition of(int lower, int upper, String allocation0, String allocation1, String confidence) {
            Position position = new Position(lower, upper, new BigInteger(allocation0), new BigInteger(allocation1));
            return new WirePosition(position, allocation0, allocation1, confidence);
        }
    }

    /** The text of the amounts of tokens outside positions, in raw units. */
    record WireInventory(String amount0, String amount1) {}

    RebalanceRequest(
            RebalanceQuery query,
            String vault,
            String pair,
            String currentPrice,
            List<WirePosition> currentPositions,
            WireInventory inventory,
            SynapseFields fields) {
        this.query = query;
        this.vault = vault;
        this.pair = pair;
        this.currentPrice = currentPrice;
        this.currentPositions = currentPositions;
        this.inventory = inventory;
        this.fields = fields;
    }

    /** Returns the query for the strategy: addresses in lower case, the price decoded, defaults for missing members. */
    public RebalanceQuery query() {
        return query;
    }

    /** Returns the members that every synapse has. */
    public SynapseFields fields() {
        return fields;
    }
}
