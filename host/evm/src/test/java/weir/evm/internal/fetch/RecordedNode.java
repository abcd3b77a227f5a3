package weir.evm.internal.fetch;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode.Answer;
import weir.evm.internal.rpc.LoopbackNode.Handler;

/** Answers as a node of the chain of a recorded pool: its logs, headers and views. */
public final class RecordedNode implements Handler {

    private static final Map<String, String> VIEWS = Map.of(
            "0x3850c7bd", "slot0()",
            "0xddca3f43", "fee()",
            "0xd0c93a7c", "tickSpacing()",
            "0x0dfe1681", "token0()",
            "0xd21220a7", "token1()",
            "0x313ce567", "decimals()",
            "0x95d89b41", "symbol()");

    private final RecordedPool pool;
    private final Map<Long, JsonObject> headers;
    /** The logs of each block, as text, because tests change their own copies. */
    private final Map<Long, JsonArray> logs = new TreeMap<>();

    private final Set<String> refusedRanges = new HashSet<>();
    private long maxBlocks = Long.MAX_VALUE;
    private int maxLogs = Integer.MAX_VALUE;
    private long finalized;
    private int refusals;

    public RecordedNode(RecordedPool pool) {
        this.pool = pool;
        this.headers = pool.headers();
        this.finalized = pool.blocks().last();
        for (JsonElement log : pool.logs()) {
            logs.computeIfAbsent(
                            Long.decode(log.getAsJsonObject().get("blockNumber").getAsString()),
                            absent -> new JsonArray())
                    .add(log);
        }
    }

    /** Refuses requests for more blocks or logs, as real nodes do. */
    public RecordedNode limitedTo(long blocks, int results) {
        maxBlocks = blocks;
        maxLogs = results;
        return this;
    }

    /** The newest finalised block from now on. */
    public void setFinalized(long block) {
        finalized = block;
    }

    /** The number of refused ranges. */
    public int refusals() {
        return refusals;
    }

    @Override
    public JsonElement answer(String method, JsonArray parameters) {
        return switch (method) {
            case "eth_chainId" ->
                new JsonPrimitive("0x" + Long.toHexString(pool.key().chainId()));
            case "eth_getCode" -> code(parameters);
            case "eth_call" -> view(parameters.get(0).getAsJsonObject());
            case "eth_getBlockByNumber" -> header(parameters.get(0).getAsString());
            case "eth_getLogs" -> logs(parameters.get(0).getAsJsonObject());
            default -> throw Answer.error(200, -32601, "the method " + method + " does not exist");
        };
    }

    private JsonElement code(JsonArray parameters) {
        boolean isPool = parameters.get(0).getAsString().equals(pool.key().address());
        return new JsonPrimitive(isPool ? "0x6080" : "0x");
    }

    private JsonElement view(JsonObject call) {
        String view = VIEWS.getOrDefault(call.get("data").getAsString(), "");
        String to = call.get("to").getAsString();
        JsonObject statics = pool.json().getAsJsonObject("statics");
        for (String token : new String[] {"token0", "token1"}) {
            if (statics.get(token + "()").getAsString().endsWith(to.substring(2))) {
                view = token + "." + view;
            }
        }
        JsonArray states = pool.json().getAsJsonArray("states");
        JsonObject state = states.get(states.size() - 1).getAsJsonObject();
        JsonElement value = statics.has(view) ? statics.get(view) : state.get(view);
        if (value == null) {
            throw Answer.error(200, 3, "execution reverted");
        }
        return value;
    }

    private JsonElement header(String block) {
        long number = block.equals("finalized") ? finalized : Long.decode(block);
        return headers.containsKey(number) ? headers.get(number) : JsonNull.INSTANCE;
    }

    private JsonElement logs(JsonObject filter) {
        long first = Long.decode(filter.get("fromBlock").getAsString());
        long last = Long.decode(filter.get("toBlock").getAsString());
        JsonArray answer = new JsonArray();
        for (long block = first; block <= last; block++) {
            answer.addAll(logs.getOrDefault(block, new JsonArray()));
        }
        boolean isRange = last - first + 1 > maxBlocks;
        if (isRange || answer.size() > maxLogs) {
            refusals++;
            if (!refusedRanges.add(first + "-" + last)) {
                throw new AssertionError("blocks " + first + " to " + last + " were requested again after a refusal");
            }
            throw isRange
                    ? Answer.error(200, -32000, "block range is too wide")
                    : Answer.error(200, -32005, "query returned more than " + maxLogs + " results");
        }
        return answer.deepCopy();
    }
}
