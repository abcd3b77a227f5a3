package weir.protocol.synapse;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.protocol.internal.JsonFields;
import weir.protocol.synapse.RebalanceRequest.WireInventory;
import weir.protocol.synapse.RebalanceRequest.WirePosition;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * Writes responses as a dendrite expects them: the whole synapse, with the request's fields unchanged. All results are UTF-8 JSON.
 * Thread-safe.
 */
public final class SynapseWriter {

    /** A strategy's reason may be any text. */
    private static final int MAX_REASON_LENGTH = 300;

    private static final int TYPICAL_LENGTH = 2048;

    private SynapseWriter() {}

    /**
     * The response to a query.
     *
     * @param processTime seconds since the request arrived
     */
    public static byte[] response(
            RebalanceRequest request, Decision decision, MinerMetadata metadata, double processTime) {
        return write(json -> {
            common(json, request.fields(), processTime);
            request(json, request);
            decision(json, request, decision, metadata);
        });
    }

    /**
     * The response to a ping: its own members.
     *
     * @param processTime seconds since the request arrived
     */
    public static byte[] pong(SynapseFields ping, double processTime) {
        return write(json -> common(json, ping, processTime));
    }

    /** The body of an error: {@code {"message": …}}. */
    public static byte[] error(String message) {
        return write(json -> json.name(FieldNames.MESSAGE).value(message));
    }

    private static void common(JsonWriter json, SynapseFields common, double processTime) throws IOException {
        for (Map.Entry<String, String> member : common.members().entrySet()) {
            json.name(member.getKey()).jsonValue(member.getValue());
        }
        Map<String, String> axon = new LinkedHashMap<>(common.axon());
        axon.put(FieldNames.STATUS_CODE, "200");
        axon.put(FieldNames.STATUS_MESSAGE, "\"Success\"");
        axon.put(FieldNames.PROCESS_TIME, Double.toString(processTime));
        json.name(FieldNames.AXON).jsonValue(JsonFields.object(axon));
    }

    private static void request(JsonWriter json, RebalanceRequest request) throws IOException {
        state(json, request.query(), request.vault, request.pair);
        json.name(FieldNames.CURRENT_PRICE).jsonValue(request.currentPrice);
        positions(json.name(FieldNames.CURRENT_POSITIONS), request.currentPositions);
        inventory(json.name(FieldNames.INVENTORY_REMAINING), request.inventory);
        limits(json, request.query());
    }

    /** The members before the price. */
    static void state(JsonWriter json, RebalanceQuery query, String vault, String pair) throws IOException {
        json.name(FieldNames.JOB_ID).value(query.jobId());
        json.name(FieldNames.VAULT).value(vault);
        json.name(FieldNames.PAIR).value(pair);
        json.name(FieldNames.CHAIN_ID).value(query.chainId());
        json.name(FieldNames.ROUND_ID).value(query.roundId());
        json.name(FieldNames.ROUND_TYPE).value(query.roundType().name().toLowerCase(Locale.ROOT));
        json.name(FieldNames.BLOCK_NUMBER).value(query.blockNumber());
    }

    static void positions(JsonWriter json, List<WirePosition> positions) throws IOException {
        json.beginArray();
        for (WirePosition position : positions) {
            json.beginObject();
            json.name(FieldNames.TICK_LOWER).value(position.position().tickLower());
            json.name(FieldNames.TICK_UPPER).value(position.position().tickUpper());
            json.name(FieldNames.ALLOCATION0).value(position.allocation0());
            json.name(FieldNames.ALLOCATION1).value(position.allocation1());
            json.name(FieldNames.CONFIDENCE);
            if (position.confidence() == null) {
                json.nullValue();
            } else {
                json.jsonValue(position.confidence());
            }
            json.endObject();
        }
        json.endArray();
    }

    static void inventory(JsonWriter json, WireInventory inventory) throws IOException {
        if (inventory == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name(FieldNames.AMOUNT0).value(inventory.amount0());
        json.name(FieldNames.AMOUNT1).value(inventory.amount1());
        json.endObject();
    }

    /** The members after the inventory. */
    static void limits(JsonWriter json, RebalanceQuery query) throws IOException {
        json.name(FieldNames.REBALANCES_SO_FAR).value(query.rebalancesSoFar());
        json.name(FieldNames.TICK_SPACING).value(query.tickSpacing());
    }

    private static void decision(JsonWriter json, RebalanceRequest request, Decision decision, MinerMetadata metadata)
            throws IOException {
        boolean refused = decision instanceof Decision.Refuse;
        json.name(FieldNames.ACCEPTED).value(!refused);
        json.name(FieldNames.REFUSAL_REASON).value(refused ? truncate(decision.reason()) : null);
        positions(json.name(FieldNames.DESIRED_POSITIONS), desired(request, decision));
        json.name(FieldNames.MINER_METADATA).beginObject();
        json.name(FieldNames.VERSION).value(metadata.version());
        json.name(FieldNames.MODEL_INFO).value(truncate(metadata.modelInfo()));
        json.endObject();
    }

    private static List<WirePosition> desired(RebalanceRequest request, Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            return rebalance.positions().stream().map(WirePosition::of).toList();
        }
        return decision instanceof Decision.Keep ? request.currentPositions : List.of();
    }

    private static String truncate(String text) {
        return text.length() <= MAX_REASON_LENGTH ? text : text.substring(0, MAX_REASON_LENGTH);
    }

    /** Writes the members of the outer object. */
    interface Members {
        void write(JsonWriter json) throws IOException;
    }

    static byte[] write(Members members) {
        StringWriter text = new StringWriter(TYPICAL_LENGTH);
        try (JsonWriter json = new JsonWriter(text)) {
            json.setSerializeNulls(true);
            json.beginObject();
            members.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
