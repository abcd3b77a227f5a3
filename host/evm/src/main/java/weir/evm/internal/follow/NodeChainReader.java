package weir.evm.internal.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.evm.internal.logs.LogReader;
import weir.evm.internal.logs.PoolLogs;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.EthRequests;
import weir.evm.internal.rpc.HexQuantity;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapRow;

/** Reads a chain from a node over JSON-RPC. */
final class NodeChainReader implements ChainReader {

    private final RpcEndpoint endpoint;
    private final Map<PoolKey, LogReader> readers = new HashMap<>();
    /** The node accepts this many blocks at once, as far as is known. */
    private long maxBlocks = 2_000;

    NodeChainReader(RpcEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String host() {
        return endpoint.host();
    }

    @Override
    public long chainId() {
        return EthRequests.chainId(endpoint);
    }

    @Override
    public BlockHeader latest() {
        return tagged("latest");
    }

    @Override
    public BlockHeader finalized() {
        return tagged("finalized");
    }

    private BlockHeader tagged(String tag) {
        return EthRequests.header(endpoint, tag)
                .orElseThrow(
                        () -> FollowException.inconsistent("the node " + host() + " has no block \"" + tag + "\""));
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        return EthRequests.header(endpoint, HexQuantity.format(number));
    }

    @Override
    public BlockEvents events(PoolKey pool, BlockHeader block) {
        PoolLogs logs = reader(pool).read(endpoint, block.hash(), block.number());
        List<BlockEvents> blocks = blocks(logs, block.timestamp());
        if (blocks.isEmpty()) {
            return new BlockEvents(block.number(), block.hash(), List.of(), List.of());
        }
        if (!blocks.get(0).hash().equals(block.hash())) {
            throw FollowException.inconsistent("the node " + host() + " answers with logs of another block "
                    + block.number() + " than it was asked for");
        }
        return blocks.get(0);
    }

    @Override
    public List<BlockEvents> events(PoolKey pool, BlockRange blocks) {
        List<BlockEvents> events = new ArrayList<>();
        long from = blocks.first();
        while (from <= blocks.last()) {
            BlockRange part = new BlockRange(from, Math.min(blocks.last(), from + maxBlocks - 1));
            try {
                events.addAll(blocks(reader(pool).read(endpoint, part), SwapRow.UNKNOWN_TIME));
                from = part.last() + 1;
            } catch (RpcException e) {
                maxBlocks = smaller(part, e);
            }
        }
        return events;
    }

    /** Returns how many blocks to ask for after a refusal. */
    private static long smaller(BlockRange refused, RpcException e) {
        long count = refused.last() - refused.first() + 1;
        boolean isTooLarge =
                switch (e.kind()) {
                    case RANGE, RESULTS, UNKNOWN -> true;
                    default -> false;
                };
        if (!isTooLarge || count == 1) {
            throw e;
        }
        return Math.max(1, Math.min(e.refusal().maxBlocks().orElse(count / 2), count - 1));
    }

    private LogReader reader(PoolKey pool) {
        return readers.computeIfAbsent(pool, LogReader::new);
    }

    /** @param time time of all blocks, or {@link SwapRow#UNKNOWN_TIME} to use those of the logs */
    private static List<BlockEvents> blocks(PoolLogs logs, long time) {
        List<BlockEvents> blocks = new ArrayList<>();
        for (int log = 0; log < logs.size(); ) {
            long block = logs.block(log);
            String hash = logs.blockHash(log);
            List<SwapRow> swaps = new ArrayList<>();
            List<PoolEvent> events = new ArrayList<>();
            for (; log < logs.size() && logs.block(log) == block; log++) {
                PoolEvent.Place place = new PoolEvent.Place(
                        block,
                        logs.logIndex(log),
                        logs.txHash(log),
                        time == SwapRow.UNKNOWN_TIME ? logs.timestamp(log) : time);
                if (LogRows.isSwap(logs, log)) {
                    swaps.add(LogRows.swap(logs, log, place));
                } else {
                    LogRows.event(logs, log, place).ifPresent(events::add);
                }
            }
            blocks.add(new BlockEvents(block, hash, swaps, events));
        }
        return blocks;
    }
}
