package weir.evm.internal.follow;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import weir.evm.EvmException;
import weir.evm.internal.fetch.BlockRangePolicy;
import weir.evm.internal.fetch.BlockTime;
import weir.evm.internal.logs.EventType;
import weir.evm.internal.logs.LogReader;
import weir.evm.internal.logs.LogRows;
import weir.evm.internal.logs.PoolLogs;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.CallLimits;
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
    public BlockAnswer events(Collection<PoolKey> pools, BlockHeader block) {
        JsonObject filter = LogReader.filter(pools);
        filter.addProperty("blockHash", block.hash());
        JsonArray logs = endpoint.call(
                CallLimits.LOGS, in -> JsonParser.parseReader(in).getAsJsonArray(), "eth_getLogs", filter);
        Map<String, JsonArray> logsByAddress = new HashMap<>();
        for (JsonElement log : logs) {
            String address = log instanceof JsonObject object && object.get("address") instanceof JsonPrimitive text
                    ? text.getAsString().toLowerCase(Locale.ROOT)
                    : "";
            logsByAddress.computeIfAbsent(address, absent -> new JsonArray()).add(log);
        }
        if (!pools.stream().map(PoolKey::address).collect(Collectors.toSet()).containsAll(logsByAddress.keySet())) {
            throw new EvmException(
                    host() + ", block " + block.number(),
                    "the answer has a log of another contract",
                    "The node gave a wrong answer; use another one.");
        }
        return pool -> decode(pool, block, logsByAddress.getOrDefault(pool.address(), new JsonArray()));
    }

    private BlockEvents decode(PoolKey pool, BlockHeader block, JsonArray logs) {
        List<BlockEvents> blocks;
        try (JsonReader in = new JsonReader(new StringReader(logs.toString()))) {
            BlockRange range = new BlockRange(block.number(), block.number());
            blocks = blocks(pool, reader(pool).reader(host(), range).read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A text in memory.
        }
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
                if (!e.kind().asksForFewerBlocks() || !policy.refused(part, e.refusal())) {
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
