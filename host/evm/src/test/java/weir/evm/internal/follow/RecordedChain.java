package weir.evm.internal.follow;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import weir.evm.internal.rpc.LoopbackNode;
import weir.history.PoolKey;
import weir.vectors.Recorded;

/** A recorded chain that reorganises in steps, and the answers of a node that shows one of them. */
final class RecordedChain implements LoopbackNode.Handler {

    private final JsonObject recording =
            Recorded.VECTORS.json("evm/recorded-reorg.json.gz").getAsJsonObject();

    private volatile JsonObject step = steps().get(0);

    PoolKey pool() {
        return new PoolKey(
                recording.get("chainId").getAsLong(), recording.get("pool").getAsString());
    }

    List<JsonObject> steps() {
        return recording.getAsJsonArray("steps").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** The node shows this step from now on. */
    void show(JsonObject shown) {
        step = shown;
    }

    /** The first block that the recording contains. */
    long firstBlock() {
        return blocks(steps().get(0)).get(0);
    }

    static List<Long> blocks(JsonObject step) {
        return step.getAsJsonArray("blocks").asList().stream()
                .map(block -> number(block.getAsJsonObject().get("number")))
                .toList();
    }

    /** The swaps of the chain that the node shows: block, log index and transaction. */
    List<String> canonicalSwaps() {
        return step.getAsJsonArray("logs").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(log -> number(log.get("blockNumber")) + "/" + number(log.get("logIndex")) + " "
                        + log.get("transactionHash").getAsString())
                .toList();
    }

    @Override
    public JsonElement answer(String method, JsonArray parameters) {
        return switch (method) {
            case "eth_chainId" ->
                new JsonPrimitive(
                        "0x" + Long.toHexString(recording.get("chainId").getAsLong()));
            case "eth_getBlockByNumber" -> block(parameters.get(0).getAsString());
            case "eth_getLogs" -> logs(parameters.get(0).getAsJsonObject());
            default -> throw LoopbackNode.Answer.error(200, -32601, "the method " + method + " does not exist");
        };
    }

    private JsonElement block(String tag) {
        long number = step.has(tag) ? step.get(tag).getAsLong() : Long.decode(tag);
        return step.getAsJsonArray("blocks").asList().stream()
                .filter(block -> number(block.getAsJsonObject().get("number")) == number)
                .findFirst()
                .orElse(JsonNull.INSTANCE);
    }

    private JsonElement logs(JsonObject filter) {
        JsonArray logs = new JsonArray();
        if (filter.has("blockHash")) {
            String hash = filter.get("blockHash").getAsString();
            boolean isKnown = step.getAsJsonArray("blocks").asList().stream()
                    .anyMatch(block ->
                            block.getAsJsonObject().get("hash").getAsString().equals(hash));
            if (!isKnown) {
                throw LoopbackNode.Answer.error(200, -32000, "unknown block");
            }
        }
        for (JsonElement element : step.getAsJsonArray("logs")) {
            JsonObject log = element.getAsJsonObject();
            boolean isWanted = filter.has("blockHash")
                    ? log.get("blockHash").equals(filter.get("blockHash"))
                    : number(log.get("blockNumber")) >= number(filter.get("fromBlock"))
                            && number(log.get("blockNumber")) <= number(filter.get("toBlock"));
            if (isWanted && isOf(filter.get("address"), log.get("address"))) {
                logs.add(log);
            }
        }
        return logs;
    }

    static long number(JsonElement hex) {
        return Long.decode(hex.getAsString());
    }

    /** @param wanted one address or an array */
    private static boolean isOf(JsonElement wanted, JsonElement address) {
        return wanted.isJsonArray() ? wanted.getAsJsonArray().contains(address) : wanted.equals(address);
    }
}
