package weir.protocol.synapse;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/**
 * A {@code RebalanceQuery} as a validator sent it: the query for the strategy, and the original text of what the response has to
 * repeat. Immutable.
 */
public final class RebalanceRequest {

    private final RebalanceQuery query;
    final String vault;
    final String pair;
    final String currentPrice;
    final List<WirePosition> currentPositions;
    /** {@code null} if none was sent. */
    final WireInventory inventory;

    final SynapseFields fields;

    /** A position with its allocations as they were written; the confidence is the number's text or {@code null}. */
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

    /** The free tokens in raw units, as they were written. */
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

    /** The query: addresses in lower case, the price decoded, defaults filled in. */
    public RebalanceQuery query() {
        return query;
    }

    /** The members that every synapse has. */
    public SynapseFields fields() {
        return fields;
    }
}
