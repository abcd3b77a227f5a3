package weir.evm.internal.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.evm.internal.fetch.BlockRangePolicy;
import weir.evm.internal.fetch.BlockTime;
import weir.evm.internal.logs.EventType;
import weir.evm.internal.logs.LogReader;
import weir.evm.internal.logs.LogRows;
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
    private final BlockRangePolicy policy = new BlockRangePolicy();

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
        List<BlockEvents> blocks = blocks(pool, logs);
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
            BlockRange part = policy.next(from, blocks.last());
            try {
                events.addAll(blocks(pool, reader(pool).read(endpoint, part)));
                policy.succeeded(part);
                from = part.last() + 1;
            } catch (RpcException e) {
                boolean isTooLarge =
                        switch (e.kind()) {
                            case RANGE, RESULTS, UNKNOWN -> true;
                            default -> false;
                        };
                if (!isTooLarge || !policy.refused(part, e.refusal())) {
                    throw e;
                }
            }
        }
        return events;
    }

    private LogReader reader(PoolKey pool) {
        return readers.computeIfAbsent(pool, LogReader::new);
    }

    private List<BlockEvents> blocks(PoolKey pool, PoolLogs logs) {
        BlockTime time = new BlockTime(pool.chainId());
        List<BlockEvents> blocks = new ArrayList<>();
        for (int log = 0; log < logs.size(); ) {
            long block = logs.block(log);
            String hash = logs.blockHash(log);
            List<SwapRow> swaps = new ArrayList<>();
            List<PoolEvent> events = new ArrayList<>();
            for (; log < logs.size() && logs.block(log) == block; log++) {
                long seconds = time.of(block, logs.timestamp(log), host());
                PoolEvent.Place place = new PoolEvent.Place(block, logs.logIndex(log), logs.txHash(log), seconds);
                if (logs.type(log) == EventType.SWAP) {
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
