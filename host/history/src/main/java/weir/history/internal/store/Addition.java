package weir.history.internal.store;

import java.util.List;
import java.util.Optional;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.SwapBatch;
import weir.history.SwapStore;
import weir.history.internal.check.EventValidator;
import weir.history.internal.check.SwapValidator;

/**
 * Rows to add to a history.
 *
 * @param blocks the blocks for which the rows are complete
 * @param swaps all swaps of these blocks
 * @param events all other events of these blocks; empty if they are unknown
 */
record Addition(BlockRange blocks, SwapBatch swaps, Optional<List<PoolEvent>> events) {

    Addition {
        int count = events.map(List::size).orElse(0);
        if (count > SwapStore.MAX_EVENTS) {
            throw new IllegalArgumentException(
                    count + " events; at most " + SwapStore.MAX_EVENTS + " fit: divide the range");
        }
    }

    /** @throws weir.history.HistoryException if a row is invalid */
    void validate(SwapValidator swapValidator) {
        swapValidator.check(blocks, swaps);
        events.ifPresent(list -> new EventValidator(swapValidator.pool()).check(blocks, swaps, list));
    }
}
