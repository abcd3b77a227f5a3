package weir.evm.internal.follow;

import java.util.List;
import weir.history.PoolEvent;
import weir.history.SwapRow;

/**
 * All events of a pool in one block. Immutable.
 *
 * @param block number of the block
 * @param hash its hash
 * @param swaps the swaps, in chain order
 * @param events the other events, in chain order
 */
record BlockEvents(long block, String hash, List<SwapRow> swaps, List<PoolEvent> events) {

    BlockEvents {
        swaps = List.copyOf(swaps);
        events = List.copyOf(events);
    }

    boolean isEmpty() {
        return swaps.isEmpty() && events.isEmpty();
    }
}
