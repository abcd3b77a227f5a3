package weir.axon.internal.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;

/**
 * What the real dendrite makes of an answer, as recorded: header names match case-sensitively, the status comes from a
 * header or from the body's axon, all required fields must be there with their types.
 */
public final class DendriteRules {

    static final List<String> REQUIRED = List.of(
            "job_id",
            "sn_liquidity_manager_address",
            "pair_address",
            "round_id",
            "round_type",
            "block_number",
            "current_price",
            "current_positions");

    private DendriteRules() {}

    /** Whether {@code synapse.is_success} would be true. */
    static boolean accepts(RawClient.Reply reply, boolean ping) {
        String contentType = reply.headerLines().stream()
                .filter(line -> line.regionMatches(true, 0, "content-type:", 0, 13))
                .map(line -> line.substring(13).trim())
                .findFirst()
                .orElse("");
        if (reply.status() != 200 || !contentType.split(";")[0].equals("application/json")) {
            return false;
        }
        try {
            JsonObject synapse = JsonParser.parseString(reply.body()).getAsJsonObject();
            return statusOf(reply, synapse) == 200 && (ping || isRebalanceQuery(synapse));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            return false;
        }
    }

    private static int statusOf(RawClient.Reply reply, JsonObject synapse) {
        String processTime = reply.header("bt_header_axon_process_time");
        if (processTime != null) {
            Double.parseDouble(processTime);
        }
        String header = reply.header("bt_header_axon_status_code");
        if (header != null) {
            return Integer.parseInt(header);
        }
        JsonElement axon = synapse.get("axon");
        JsonElement code = axon == null ? null : axon.getAsJsonObject().get("status_code");
        return code == null || code.isJsonNull() ? 0 : code.getAsInt();
    }

    private static boolean isRebalanceQuery(JsonObject synapse) {
        for (String name : REQUIRED) {
            if (!synapse.has(name) || synapse.get(name).isJsonNull()) {
                return false;
            }
        }
        JsonElement desired = synapse.get("desired_positions");
        return arePositions(synapse.get("current_positions"))
                && (desired == null || desired.isJsonNull() || arePositions(desired));
    }

    private static boolean arePositions(JsonElement positions) {
        for (JsonElement element : positions.getAsJsonArray()) {
            JsonObject position = element.getAsJsonObject();
            if (!position.get("allocation0").getAsJsonPrimitive().isString()
                    || !position.get("allocation1").getAsJsonPrimitive().isString()
                    || position.get("tick_upper").getAsDouble()
                            <= position.get("tick_lower").getAsDouble()) {
                return false;
            }
        }
        return true;
    }
}
