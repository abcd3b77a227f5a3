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
import weir.protocol.internal.StrictJsonReader;
import weir.protocol.synapse.RebalanceRequest.WireInventory;
import weir.protocol.synapse.RebalanceRequest.WirePosition;
import weir.protocol.synapse.RebalanceResponse.MinerMetadata;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * Writes response bodies as a dendrite (a validator's HTTP client) expects them: the request's members unchanged, and those of the
 * response. All results are UTF-8 JSON. Thread-safe.
 */
public final class SynapseWriter {

    /** A longer reason of a strategy is cut. */
    private static final int MAX_REASON_CHARS = 300;

    private static final int INITIAL_CHARS = 2048;

    private SynapseWriter() {}

    /**
     * Returns the body of the response to a query.
     *
     * @param processSeconds seconds since the request arrived
     */
    public static byte[] writeResponse(
            RebalanceRequest request, Decision decision, MinerMetadata metadata, double processSeconds) {
        return write(json -> {
            writeCommon(json, request.fields(), processSeconds);
            writeRequest(json, request);
            writeDecision(json, request, decision, metadata);
        });
    }

    /**
     * Returns the body of the response to a ping, which repeats the members of the request.
     *
     * @param processSeconds seconds since the request arrived
     */
    public static byte[] writePong(SynapseFields ping, double processSeconds) {
        return write(json -> writeCommon(json, ping, processSeconds));
    }

    /**
     * Returns the body of the response to a {@code VaultRegistrationQuery}. It always has {@code timeout} and {@code dendrite}, because a
     * dendrite fails without them.
     *
     * @param processSeconds seconds since the request arrived
     */
    public static byte[] writeVaultRegistration(SynapseFields query, VaultRegistration vault, double processSeconds) {
        return write(json -> {
            writeCommon(json, query.withDefaults(), processSeconds);
            json.name(FieldNames.HAS_VAULT).value(vault.address().isPresent());
            json.name(FieldNames.VAULT_ADDRESS).value(vault.address().orElse(null));
            json.name(FieldNames.CHAIN_ID).value(vault.chainId());
        });
    }

    /** Returns the body of an error response: {@code {"message": …}}. */
    public static byte[] writeError(String message) {
        return write(json -> json.name(FieldNames.MESSAGE).value(message));
    }

    private static void writeCommon(JsonWriter json, SynapseFields common, double processSeconds) throws IOException {
        for (Map.Entry<String, String> member : common.members().entrySet()) {
            json.name(member.getKey()).jsonValue(member.getValue());
        }
        Map<String, String> axon = new LinkedHashMap<>(common.axon());
        axon.put(FieldNames.STATUS_CODE, "200");
        axon.put(FieldNames.STATUS_MESSAGE, "\"Success\"");
        axon.put(FieldNames.PROCESS_TIME, Double.toString(processSeconds));
        json.name(FieldNames.AXON).jsonValue(StrictJsonReader.writeObject(axon));
    }

    private static void writeRequest(JsonWriter json, RebalanceRequest request) throws IOException {
        writeRound(json, request.query(), request.vault, request.pair);
        json.name(FieldNames.CURRENT_PRICE).jsonValue(request.currentPrice);
        writePositions(json.name(FieldNames.CURRENT_POSITIONS), request.currentPositions);
        writeInventory(json.name(FieldNames.INVENTORY_REMAINING), request.inventory);
        writeTail(json, request.query());
    }

    /** Writes the members that precede the price. */
    static void writeRound(JsonWriter json, RebalanceQuery query, String vault, String pair) throws IOException {
        json.name(FieldNames.JOB_ID).value(query.jobId());
        json.name(FieldNames.VAULT).value(vault);
        json.name(FieldNames.PAIR).value(pair);
        json.name(FieldNames.CHAIN_ID).value(query.chainId());
        json.name(FieldNames.ROUND_ID).value(query.roundId());
        json.name(FieldNames.ROUND_TYPE).value(query.roundType().name().toLowerCase(Locale.ROOT));
        json.name(FieldNames.BLOCK_NUMBER).value(query.blockNumber());
    }

    static void writePositions(JsonWriter json, List<WirePosition> positions) throws IOException {
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

    static void writeInventory(JsonWriter json, WireInventory inventory) throws IOException {
        if (inventory == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name(FieldNames.AMOUNT0).value(inventory.amount0());
        json.name(FieldNames.AMOUNT1).value(inventory.amount1());
        json.endObject();
    }

    /** Writes the members that follow the inventory. */
    static void writeTail(JsonWriter json, RebalanceQuery query) throws IOException {
        json.name(FieldNames.REBALANCES_SO_FAR).value(query.rebalancesSoFar());
        json.name(FieldNames.TICK_SPACING).value(query.tickSpacing());
    }

    private static void writeDecision(
            JsonWriter json, RebalanceRequest request, Decision decision, MinerMetadata metadata) throws IOException {
        boolean refused = decision instanceof Decision.Refuse;
        json.name(FieldNames.ACCEPTED).value(!refused);
        json.name(FieldNames.REFUSAL_REASON).value(refused ? truncate(decision.reason()) : null);
        writePositions(json.name(FieldNames.DESIRED_POSITIONS), desiredPositions(request, decision));
        json.name(FieldNames.MINER_METADATA).beginObject();
        json.name(FieldNames.VERSION).value(metadata.version());
        json.name(FieldNames.MODEL_INFO).value(truncate(metadata.modelInfo()));
        json.endObject();
    }

    private static List<WirePosition> desiredPositions(RebalanceRequest request, Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            return rebalance.positions().stream().map(WirePosition::of).toList();
        }
        return decision instanceof Decision.Keep ? request.currentPositions : List.of();
    }

    private static String truncate(String text) {
        return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS);
    }

    /** Writes the members of the outer object. */
    interface Members {
        void write(JsonWriter json) throws IOException;
    }

    static byte[] write(Members members) {
        StringWriter text = new StringWriter(INITIAL_CHARS);
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
