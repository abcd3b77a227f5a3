package weir.chain.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import weir.chain.ChainException;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.metagraph.RuntimeSource;
import weir.chain.internal.rpc.RpcConnection;

/** Reads several storage entries with one request. */
final class StorageQuery {

    private StorageQuery() {}

    /**
     * Reads entries as they are after a block.
     *
     * @param written the runtime that wrote them
     * @return the values in the order of the entries, decoded as {@link ChainRuntime#decodeStorage} does
     */
    static CompletableFuture<List<Optional<Object>>> read(
            RpcConnection rpc, ChainRuntime written, String blockHash, List<StorageEntry> entries) {
        JsonArray keys = new JsonArray();
        for (StorageEntry entry : entries) {
            keys.add(RuntimeSource.hex(written.storageKey(
                    entry.pallet(), entry.item(), entry.parts().toArray())));
        }
        return rpc.call("state_queryStorageAt", keys, blockHash).thenApply(answer -> {
            Map<String, JsonElement> values = parse(answer);
            List<Optional<Object>> decoded = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                JsonElement value = values.get(keys.get(i).getAsString());
                if (value == null) {
                    throw ChainException.malformed("the node sent no value of "
                            + entries.get(i).pallet() + "." + entries.get(i).item());
                }
                decoded.add(written.decodeStorage(
                        entries.get(i).pallet(),
                        entries.get(i).item(),
                        value.isJsonNull() ? null : RuntimeSource.bytes(value)));
            }
            return decoded;
        });
    }

    /** Reads {@code [{"block": …, "changes": [[key, value or null], …]}]}. */
    private static Map<String, JsonElement> parse(JsonElement answer) {
        try {
            Map<String, JsonElement> values = new HashMap<>();
            JsonArray changes = answer.getAsJsonArray().get(0).getAsJsonObject().getAsJsonArray("changes");
            for (JsonElement change : changes) {
                JsonArray pair = change.getAsJsonArray();
                values.put(pair.get(0).getAsString(), pair.get(1));
            }
            return values;
        } catch (IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException
                | IndexOutOfBoundsException e) {
            throw ChainException.malformed("the node sent storage that is not valid");
        }
    }
}
