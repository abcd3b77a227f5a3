package weir.axon.internal.wire;

import java.util.List;
import weir.strategy.RebalanceQuery;

/**
 * A validator's query twice: as a strategy sees it, and what of the wire has to go back unchanged.
 *
 * @param query as strategies see it: addresses in lower case, price understood, defaults filled in
 * @param vault {@code sn_liquidity_manager_address} as it was written
 * @param pair {@code pair_address} as it was written
 * @param currentPrice {@code current_price} as it was written
 * @param currentPositions with what strategies do not see
 * @param inventory {@code inventory_remaining}, or {@code null} where none was sent
 * @param envelope the members of every synapse
 */
public record WireQuery(
        RebalanceQuery query,
        String vault,
        String pair,
        String currentPrice,
        List<WirePosition> currentPositions,
        WireInventory inventory,
        Envelope envelope) {}
