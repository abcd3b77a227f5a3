package weir.evm.internal.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.evm.internal.inspect.PoolInspector;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/**
 * Stores final blocks in parts, and the pool's metadata before the first part. A part is stored completely or not at all. For one thread.
 */
final class FinalBlockStore implements FinalBlocks {

    private static final int MAX_BLOCKS = 2_000;

    private final SwapStore store;
    private final PoolMetadataStore metadata;
    private final EndpointPool endpoints;

    FinalBlockStore(SwapStore store, PoolMetadataStore metadata, EndpointPool endpoints) {
        this.store = store;
        this.metadata = metadata;
        this.endpoints = endpoints;
    }

    @Override
    public void store(PoolKey pool, long first, BlockHeader finalBlock) {
        endpoints.readmitAll();
        if (metadata.find(pool).flatMap(PoolMetadata::kind).isEmpty()) {
            metadata.save(new PoolInspector(endpoints, endpoint -> onChainOf(finalBlock, endpoint), pool).inspect());
        }
        // A reader knows how many blocks its node returns at once.
        Map<RpcEndpoint, ChainReader> nodes = new HashMap<>();
        for (long from = first; from <= finalBlock.number(); from += MAX_BLOCKS) {
            BlockRange part = new BlockRange(from, Math.min(finalBlock.number(), from + MAX_BLOCKS - 1));
            List<BlockEvents> events = endpoints.ask(
                    endpoint -> read(pool, part, finalBlock, nodes.computeIfAbsent(endpoint, NodeChainReader::new)));
            append(store, pool, part, events);
        }
    }

    /** Returns an endpoint after a check that its node is on the chain of the final block. */
    private static RpcEndpoint onChainOf(BlockHeader finalBlock, RpcEndpoint endpoint) {
        requireBlock(finalBlock, new NodeChainReader(endpoint));
        return endpoint;
    }

    /**
     * Reads a range from one node, which has the final block before and after.
     *
     * @throws RpcException if the node does not have the final block, or another one; another node may have it
     */
    static List<BlockEvents> read(PoolKey pool, BlockRange blocks, BlockHeader finalBlock, ChainReader node) {
        requireBlock(finalBlock, node);
        List<BlockEvents> events = node.events(pool, blocks);
        requireBlock(finalBlock, node);
        return events;
    }

    private static void requireBlock(BlockHeader finalBlock, ChainReader node) {
        if (!node.header(finalBlock.number()).equals(Optional.of(finalBlock))) {
            throw RpcException.failed(
                    Kind.BEYOND_HEAD,
                    node.host(),
                    "the node does not have the final block " + finalBlock.number() + " (" + finalBlock.hash() + ")",
                    null);
        }
    }

    /** Stores the events of a range, divided if they are more than fit into one addition. */
    static void append(SwapStore store, PoolKey pool, BlockRange blocks, List<BlockEvents> events) {
        SwapBatch swaps = new SwapBatch();
        List<PoolEvent> others = new ArrayList<>();
        int swapCount = events.stream().mapToInt(block -> block.swaps().size()).sum();
        int otherCount =
                events.stream().mapToInt(block -> block.events().size()).sum();
        if (Math.max(swapCount, otherCount) > SwapBatch.CAPACITY && blocks.first() < blocks.last()) {
            long middle = (blocks.first() + blocks.last()) / 2;
            append(store, pool, new BlockRange(blocks.first(), middle), upTo(middle, events));
            append(store, pool, new BlockRange(middle + 1, blocks.last()), after(middle, events));
            return;
        }
        for (BlockEvents block : events) {
            block.swaps().forEach(swaps::add);
            others.addAll(block.events());
        }
        store.append(pool, blocks, swaps, others);
    }

    private static List<BlockEvents> upTo(long block, List<BlockEvents> events) {
        return events.stream().filter(each -> each.block() <= block).toList();
    }

    private static List<BlockEvents> after(long block, List<BlockEvents> events) {
        return events.stream().filter(each -> each.block() > block).toList();
    }
}
