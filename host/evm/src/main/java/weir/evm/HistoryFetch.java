package weir.evm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import weir.base.WeirException;
import weir.evm.internal.fetch.FetchRun;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.RequestPause;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/**
 * Downloads the events of a pool from nodes into a store, and the pool's tokens, tick spacing, kind and fee into the store of metadata.
 * Only finalised blocks are stored.
 *
 * <p>Each answer of a node is checked as a whole and stored at once, so the store always contains complete blocks, and an interrupted fetch
 * continues where it stopped: blocks that are stored are not requested again. What is stored does not depend on the nodes, on their number or
 * on the sizes of their answers. The memory used does not depend on the number of events. For one thread.
 */
public final class HistoryFetch {

    private final SwapStore store;
    private final PoolMetadataStore metadata;
    private final EndpointPool endpoints;
    private final Consumer<Progress> progress;

    /**
     * @param store receives the events
     * @param metadata receives the description of the pool
     * @param urls URLs of nodes of the pool's chain in the order of preference; the next one is used while one does not answer
     * @param progress called after each answer, on the fetching thread
     * @throws WeirException if there is no URL, or one is malformed; the message contains no part of it
     */
    public HistoryFetch(SwapStore store, PoolMetadataStore metadata, List<String> urls, Consumer<Progress> progress) {
        this.store = store;
        this.metadata = metadata;
        this.endpoints = EndpointPool.of(urls, RequestPause.SYSTEM);
        this.progress = progress;
    }

    /**
     * Fetches the events of a range of blocks.
     *
     * @param from the first block; if empty, the block after the last stored one
     * @param to the last block
     * @throws EvmException if the nodes do not answer, their answers are wrong or contradict each other, or the address is not a pool of
     *     Uniswap v3 or Slipstream
     * @throws HistoryException if the events contradict stored ones, or writing fails
     * @throws WeirException if the range is wrong
     */
    public Report fetch(PoolKey pool, Optional<BlockBound> from, BlockBound to) {
        return new FetchRun(store, metadata, endpoints, progress, pool).fetch(from, to);
    }

    /**
     * Progress of a fetch.
     *
     * @param blocks number of blocks fetched
     * @param totalBlocks number of blocks to fetch
     * @param swaps number of swaps fetched
     * @param elapsed time since the first request for events
     */
    public record Progress(long blocks, long totalBlocks, long swaps, Duration elapsed) {

        /** Returns the swaps fetched per second. */
        public double swapsPerSecond() {
            return swaps / Math.max(1e-3, elapsed.toMillis() / 1e3);
        }

        /** Returns the estimated time until the end; empty during the first second. */
        public Optional<Duration> remainingTime() {
            if (blocks == 0 || elapsed.toSeconds() < 1) {
                return Optional.empty();
            }
            return Optional.of(
                    Duration.ofMillis((long) ((double) elapsed.toMillis() * (totalBlocks - blocks) / blocks)));
        }
    }

    /**
     * Result of a fetch.
     *
     * @param pool the pool as the chain describes it
     * @param blocks the requested blocks, for which the history is now complete
     * @param fetchedBlocks number of these blocks that were not stored before
     * @param swaps number of fetched swaps
     * @param events number of fetched events other than swaps
     * @param duplicates number of logs that a node returned twice; each was stored once
     */
    public record Report(
            PoolMetadata pool, BlockRange blocks, long fetchedBlocks, long swaps, long events, long duplicates) {}
}
