package weir.evm.internal.logs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.vectors.Recorded;

/** A pool with its blocks and logs, recorded from real contracts. */
public record RecordedPool(String name, JsonObject json) {

    public static RecordedPool load(String name) {
        return new RecordedPool(
                name, Recorded.VECTORS.json("evm/recorded-" + name + ".json.gz").getAsJsonObject());
    }

    public PoolKey key() {
        return new PoolKey(json.get("chainId").getAsLong(), json.get("pool").getAsString());
    }

    public BlockRange blocks() {
        return new BlockRange(
                json.get("fromBlock").getAsLong(), json.get("toBlock").getAsLong());
    }

    public JsonArray logs() {
        return json.getAsJsonArray("logs");
    }

    /** Headers by block number. */
    public Map<Long, JsonObject> headers() {
        Map<Long, JsonObject> headers = new TreeMap<>();
        for (JsonElement block : json.getAsJsonArray("blocks")) {
            headers.put(Long.decode(block.getAsJsonObject().get("number").getAsString()), block.getAsJsonObject());
        }
        return headers;
    }

    /** The rows of a CSV file of this pool, by column. */
    public List<Map<String, String>> csv(String prefix) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (BufferedReader in = Recorded.VECTORS.reader("evm/" + prefix + "-" + name + ".csv")) {
            String[] columns = in.readLine().split(",");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] values = line.split(",", -1);
                Map<String, String> row = new TreeMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], values[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return name;
    }
}
