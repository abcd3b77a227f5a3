package weir.evm.internal.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapRow;

/**
 * The events of a pool from the first block that is not stored to the head of a chain. Immutable.
 *
 * @param pool the pool
 * @param chain the chain to which all events belong
 * @param storedThrough last stored block
 * @param blocks the blocks above it that have events, ascending
 * @param snapshot what readers see; empty if the last stored block is the head
 */
record PoolTail(
        PoolKey pool, HeaderChain chain, long storedThrough, List<BlockEvents> blocks, Optional<Snapshot> snapshot) {

    /** More blocks are requested as a range, and fewer by their hashes, which a node that lags behind refuses. */
    static final int MAX_BLOCKS_BY_HASH = 8;

    /**
     * Reads all events above the last stored block.
     *
     * @param storedThrough last stored block, at most the final one of the chain
     * @throws FollowException if the chain changes meanwhile
     */
    static PoolTail read(PoolKey pool, HeaderChain chain, long storedThrough, BlockRequests requests) {
        return of(pool, chain, storedThrough, readBlocks(pool, chain, storedThrough + 1, requests));
    }

    private static PoolTail of(PoolKey pool, HeaderChain chain, long storedThrough, List<BlockEvents> blocks) {
        return new PoolTail(
                pool, chain, storedThrough, List.copyOf(blocks), snapshot(pool, chain, storedThrough, blocks));
    }

    /**
     * Moves to another state of the chain: drops the events of blocks that are not in it, and reads those of its new blocks.
     *
     * @throws FollowException if the chain changes meanwhile, or may have replaced stored blocks
     */
    PoolTail follow(HeaderChain newer, BlockRequests requests) {
        if (newer == chain) {
            return this;
        }
        // Stored blocks are final, so they are in both chains, also if this one is too old to know them.
        long stored = Math.min(storedThrough, newer.finalBlock().number());
        long common = Math.max(stored, chain.lastCommonBlock(newer));
        if (common < storedThrough) {
            throw FollowException.inconsistent("blocks up to " + storedThrough
                    + " are stored, and the chain may have replaced those above block " + common);
        }
        List<BlockEvents> kept = new ArrayList<>(blocks);
        kept.removeIf(block -> block.block() > common);
        kept.addAll(readBlocks(pool, newer, common + 1, requests));
        return of(pool, newer, storedThrough, kept);
    }

    /** Drops the events of blocks that have been stored. */
    PoolTail stored(long through) {
        List<BlockEvents> kept = new ArrayList<>(blocks);
        kept.removeIf(block -> block.block() <= through);
        return of(pool, chain, Math.max(storedThrough, through), kept);
    }

    private static List<BlockEvents> readBlocks(PoolKey pool, HeaderChain chain, long from, BlockRequests requests) {
        BlockHeader head = chain.head();
        if (from > head.number()) {
            return List.of();
        }
        if (head.number() - from < MAX_BLOCKS_BY_HASH) {
            List<Optional<BlockHeader>> headers = LongStream.rangeClosed(from, head.number())
                    .mapToObj(chain::header)
                    .toList();
            if (headers.stream().allMatch(Optional::isPresent)) {
                return headers.stream()
                        .map(header -> requests.events(pool, header.orElseThrow()))
                        .filter(events -> !events.isEmpty())
                        .toList();
            }
        }
        return readRange(pool, chain, new BlockRange(from, head.number()), requests.node());
    }

    private static List<BlockEvents> readRange(PoolKey pool, HeaderChain chain, BlockRange range, ChainReader node) {
        List<BlockEvents> read = node.events(pool, range);
        // A node that lags behind answers with the logs that it has: it must have the last block afterwards, too.
        boolean isComplete = node.header(range.last()).equals(Optional.of(chain.head()));
        boolean isOfChain = read.stream().allMatch(block -> chain.header(block.block())
                .map(header -> header.hash().equals(block.hash()))
                .orElse(true));
        if (!isComplete || !isOfChain) {
            throw FollowException.inconsistent(
                    "the chain of " + node.host() + " changed while blocks " + range + " were read");
        }
        return read;
    }

    private static Optional<Snapshot> snapshot(
            PoolKey pool, HeaderChain chain, long storedThrough, List<BlockEvents> blocks) {
        BlockHeader head = chain.head();
        if (storedThrough >= head.number()) {
            return Optional.empty();
        }
        List<SwapRow> swaps = new ArrayList<>();
        List<PoolEvent> events = new ArrayList<>();
        for (BlockEvents block : blocks) {
            swaps.addAll(block.swaps());
            events.addAll(block.events());
        }
        BlockRange range = new BlockRange(storedThrough + 1, head.number());
        return Optional.of(new Snapshot(pool, range, head.hash(), head.timestamp(), swaps, events));
    }
}
