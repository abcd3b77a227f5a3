package weir.evm.internal.logs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import weir.evm.EvmException;
import weir.evm.internal.rpc.CallLimits;
import weir.evm.internal.rpc.HexQuantity;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcEndpoint.ResultReader;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.BlockRange;
import weir.history.PoolKey;

/**
 * Requests the logs of a pool and decodes them into columns while the answer arrives. An answer is accepted only as a whole: each log
 * must be of this pool, a known event and the requested blocks, in chain order, complete and final. A log that the node returns twice
 * with the same content is kept once. For one thread; the columns of a reader are overwritten by its next request.
 */
public final class LogReader {

    private static final String OTHER_NODE = "The node gave a wrong answer; use another one.";

    private final PoolKey pool;
    private final PoolLogs logs = new PoolLogs();
    private final RawLog log = new RawLog();

    public LogReader(PoolKey pool) {
        this.pool = pool;
    }

    /**
     * Requests all logs of a range of blocks. The caller must make sure that the node has the range's last block: a node that lags behind
     * answers with the logs that it has.
     *
     * @return the logs; the object is the same for each call
     * @throws RpcException if the node refuses the range, or no complete answer comes
     * @throws EvmException if the answer contains a wrong log; it names host, block and log index
     */
    public PoolLogs read(RpcEndpoint endpoint, BlockRange blocks) {
        JsonObject filter = filter();
        filter.addProperty("fromBlock", HexQuantity.format(blocks.first()));
        filter.addProperty("toBlock", HexQuantity.format(blocks.last()));
        return read(endpoint, filter, blocks);
    }

    private PoolLogs read(RpcEndpoint endpoint, JsonObject filter, BlockRange blocks) {
        return endpoint.call(CallLimits.LOGS, reader(endpoint.host(), blocks), "eth_getLogs", filter);
    }

    private JsonObject filter() {
        return filter(List.of(pool));
    }

    /** Returns a filter for all events of some pools of one chain, without blocks. */
    public static JsonObject filter(Collection<PoolKey> pools) {
        JsonArray topics = new JsonArray();
        for (EventType type : EventType.values()) {
            topics.add(type.topic());
        }
        topics.add(EventType.PANCAKE_SWAP);
        JsonArray first = new JsonArray();
        first.add(topics);
        JsonArray addresses = new JsonArray();
        pools.forEach(each -> addresses.add(each.address()));
        JsonObject filter = new JsonObject();
        filter.add("address", addresses.size() == 1 ? addresses.get(0) : addresses);
        filter.add("topics", first);
        return filter;
    }

    /** Returns a reader of the result of {@code eth_getLogs}. */
    public ResultReader<PoolLogs> reader(String host, BlockRange blocks) {
        return in -> readAll(in, host, blocks);
    }

    private PoolLogs readAll(JsonReader in, String host, BlockRange blocks) throws IOException {
        logs.clear();
        if (in.peek() == JsonToken.NULL) {
            throw new EvmException(host, "it answers null instead of the logs of blocks " + blocks, OTHER_NODE);
        }
        log.host = host;
        in.beginArray();
        while (in.hasNext()) {
            if (logs.size() == PoolLogs.MAX_LOGS) {
                throw RpcException.failed(
                        Kind.RESULTS, host, "the answer has more than " + PoolLogs.MAX_LOGS + " logs", null);
            }
            log.read(in);
            add(blocks);
        }
        in.endArray();
        return logs;
    }

    private void add(BlockRange blocks) {
        if (log.removed) {
            throw wrong("the log has been removed from the chain");
        }
        if (!pool.address().equalsIgnoreCase(log.address)) {
            throw wrong("the log is of another contract");
        }
        if (!blocks.contains(log.block)) {
            throw wrong("the log is outside of the requested blocks " + blocks);
        }
        if (log.logIndex > Integer.MAX_VALUE) {
            throw wrong("the log index is too large");
        }
        String topic = log.topics[0].toLowerCase(Locale.ROOT);
        if (topic.equals(EventType.PANCAKE_SWAP)) {
            throw new EvmException(
                    "pool " + pool,
                    "it is a pool of PancakeSwap v3, whose events differ",
                    "Use a pool of Uniswap v3 or Slipstream.");
        }
        EventType type = EventType.byTopic(topic);
        if (type == null) {
            throw wrong("the log is of another event than was asked for");
        }
        int row = logs.add(type, log.block, (int) log.logIndex, log.timestamp);
        fill(row, type);
        checkOrder(row);
    }

    private void fill(int row, EventType type) {
        int dataWords = type.words().size() - type.indexed();
        if (log.topicCount != 1 + type.indexed() || log.data.length() != 2 + HexWords.DIGITS * dataWords) {
            throw wrong("the " + type + " event has " + log.topicCount + " topics and " + (log.data.length() - 2) / 2
                    + " bytes of data; expected are " + (1 + type.indexed()) + " and " + 32 * dataWords);
        }
        try {
            logs.setHashes(row, RawLog.word(log.transactionHash), RawLog.word(log.blockHash));
            for (int word = 0; word < type.words().size(); word++) {
                boolean fits = word < type.indexed()
                        ? logs.setWord(row, word, RawLog.word(log.topics[1 + word]), 2)
                        : logs.setWord(row, word, log.data, 2 + HexWords.DIGITS * (word - type.indexed()));
                if (!fits) {
                    throw wrong("value " + (word + 1) + " of the " + type + " event is out of its type's range");
                }
            }
        } catch (NumberFormatException e) {
            throw wrong("the log is damaged: " + e.getMessage());
        }
    }

    private void checkOrder(int row) {
        if (row == 0) {
            return;
        }
        boolean isSameBlock = log.block == logs.block(row - 1);
        if (log.block > logs.block(row - 1) || isSameBlock && log.logIndex > logs.logIndex(row - 1)) {
            if (isSameBlock && !logs.haveSameBlockHash(row, row - 1)) {
                throw wrong("two logs of the block have different block hashes");
            }
            return;
        }
        int other = logs.indexBeforeLast(log.block, (int) log.logIndex);
        if (other < 0) {
            throw wrong("the log comes after a later one: the answer is not in chain order");
        }
        if (!logs.areIdentical(row, other)) {
            throw wrong("the answer has two different logs at this place");
        }
        logs.dropLastAsDuplicate();
    }

    private EvmException wrong(String fault) {
        return new EvmException(log.host + ", block " + log.block + ", log index " + log.logIndex, fault, OTHER_NODE);
    }
}
