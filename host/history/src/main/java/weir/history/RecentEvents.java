package weir.history;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The newest events of pools, which are not stored because the chain may still replace their blocks. A follower of the chain provides
 * it; without one, only the stored history is known.
 *
 * <p>To see stored and recent events without a gap, read the snapshot first and open the store afterwards: the store then covers at least
 * the blocks below the snapshot's first one. A block that is in both has the same events in both.
 *
 * <p>Thread-safe. Calls return at once: they neither wait for the network nor read files.
 */
@ProviderType
public interface RecentEvents {

    /**
     * Returns the newest snapshot of a pool. It is the same object until something changes.
     *
     * @return empty if the pool is not followed, or its follower has not read the chain yet or has stopped
     */
    Optional<Snapshot> recent(PoolKey pool);

    /**
     * The events of consecutive blocks up to the newest known one (the head), all of one chain: each block is the parent of the next.
     * Immutable.
     *
     * @param pool the pool
     * @param blocks the blocks, from the first one that is not finalised to the head; the lists contain all events of the pool in them
     * @param headHash hash of the head block, {@code 0x} and 64 lower-case hex digits
     * @param headTime time of the head block in Unix seconds
     * @param swaps the swaps, in chain order
     * @param events the other events, in chain order
     */
    record Snapshot(
            PoolKey pool,
            BlockRange blocks,
            String headHash,
            long headTime,
            List<SwapRow> swaps,
            List<PoolEvent> events) {

        public Snapshot {
            swaps = List.copyOf(swaps);
            events = List.copyOf(events);
        }

        /** Returns the number of the newest known block. */
        public long head() {
            return blocks.last();
        }
    }
}
