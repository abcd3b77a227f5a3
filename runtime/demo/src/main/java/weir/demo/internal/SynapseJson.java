package weir.demo.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.demo.DendriteResponse;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/** A {@code RebalanceQuery} synapse as JSON: written as a dendrite writes it, read as strictly as a dendrite reads it. */
public final class SynapseJson {

    private SynapseJson() {}

    /**
     * The body of a question.
     *
     * @param dendrite who asks, a JSON object
     * @param axon who is asked, a JSON object
     */
    public static String body(RebalanceQuery query, JsonObject dendrite, JsonObject axon) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setSerializeNulls(true);
            json.beginObject();
            json.name("name").value("RebalanceQuery").name("timeout").value(5.0);
            json.name("total_size").value(6144).name("header_size").value(0);
            json.name("dendrite").jsonValue(dendrite.toString());
            json.name("axon").jsonValue(axon.toString());
            json.name("computed_body_hash").value("");
            state(json, query);
            json.name("accepted").value(true).name("refusal_reason").nullValue();
            json.name("desired_positions").nullValue().name("miner_metadata").nullValue();
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void state(JsonWriter json, RebalanceQuery query) throws IOException {
        json.name("job_id").value(query.jobId());
        json.name("sn_liquidity_manager_address").value(query.snLiquidityManagerAddress());
        json.name("pair_address").value(query.pairAddress());
        json.name("chain_id").value(query.chainId());
        json.name("round_id").value(query.roundId());
        json.name("round_type").value(query.roundType().name().toLowerCase(Locale.ROOT));
        json.name("block_number").value(query.blockNumber());
        // A double, as the validator sends it: the last digits of the price do not travel.
        json.name("current_price").value(query.currentPrice().sqrtPriceX96().doubleValue());
        json.name("current_positions").beginArray();
        for (Position position : query.currentPositions()) {
            json.beginObject();
            json.name("tick_lower").value(position.tickLower());
            json.name("tick_upper").value(position.tickUpper());
            json.name("allocation0").value(position.allocation0().toString());
            json.name("allocation1").value(position.allocation1().toString());
            json.name("confidence").nullValue();
            json.endObject();
        }
        json.endArray();
        json.name("inventory_remaining").beginObject();
        json.name("amount0").value(query.inventoryRemaining().amount0().toString());
        json.name("amount1").value(query.inventoryRemaining().amount1().toString());
        json.endObject();
        json.name("rebalances_so_far").value(query.rebalancesSoFar());
        json.name("tick_spacing").value(query.tickSpacing());
    }

    /** What an answer's body says; a failure where a dendrite would throw it away. */
    public static DendriteResponse read(RebalanceQuery query, String body, long nanos) {
        try {
            JsonObject json = JsonParser.parseString(body).getAsJsonObject();
            if (!echoes(json, query)) {
                return DendriteResponse.failed("the answer does not echo the query", nanos);
            }
            JsonElement desired = json.get("desired_positions");
            JsonElement refusal = json.get("refusal_reason");
            // A miner need not say who it is.
            JsonObject metadata = json.get("miner_metadata") instanceof JsonObject said ? said : new JsonObject();
            return new DendriteResponse(
                    null,
                    json.get("accepted").getAsBoolean(),
                    refusal == null || refusal.isJsonNull() ? "" : refusal.getAsString(),
                    desired == null || desired.isJsonNull() ? null : positions(desired),
                    metadata.has("version") ? metadata.get("version").getAsString() : DendriteResponse.NO_VERSION,
                    metadata.has("model_info") ? metadata.get("model_info").getAsString() : "",
                    nanos);
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | NumberFormatException
                | UnsupportedOperationException e) {
            return DendriteResponse.failed("the answer is no RebalanceQuery: " + e.getMessage(), nanos);
        }
    }

    /** The eight required fields: without them the real dendrite does not take the answer. */
    private static boolean echoes(JsonObject json, RebalanceQuery query) {
        return json.get("job_id").getAsString().equals(query.jobId())
                && json.get("sn_liquidity_manager_address").getAsString().equals(query.snLiquidityManagerAddress())
                && json.get("pair_address").getAsString().equals(query.pairAddress())
                && json.get("round_id").getAsString().equals(query.roundId())
                && json.get("round_type")
                        .getAsString()
                        .equalsIgnoreCase(query.roundType().name())
                && json.get("block_number").getAsLong() == query.blockNumber()
                && json.get("current_price").getAsDouble()
                        == query.currentPrice().sqrtPriceX96().doubleValue()
                && positions(json.get("current_positions")).equals(query.currentPositions());
    }

    private static List<Position> positions(JsonElement json) {
        List<Position> positions = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray()) {
            JsonObject position = element.getAsJsonObject();
            if (!position.get("allocation0").getAsJsonPrimitive().isString()
                    || !position.get("allocation1").getAsJsonPrimitive().isString()
                    || position.get("tick_upper").getAsInt()
                            <= position.get("tick_lower").getAsInt()) {
                throw new IllegalStateException("a position that a dendrite refuses: " + position);
            }
            positions.add(new Position(
                    position.get("tick_lower").getAsInt(),
                    position.get("tick_upper").getAsInt(),
                    position.get("allocation0").getAsBigInteger(),
                    position.get("allocation1").getAsBigInteger()));
        }
        return positions;
    }
}
