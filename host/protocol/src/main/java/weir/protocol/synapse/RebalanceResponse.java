package weir.protocol.synapse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/**
 * A miner's response to a {@code RebalanceQuery}. It is read as strictly as a dendrite (the HTTP client in Bittensor's Python SDK)
 * reads it; recorded responses prove that. Immutable.
 */
public final class RebalanceResponse {

    private final JsonObject json;
    private final boolean accepted;
    private final List<Position> currentPositions;
    private final Optional<List<Position>> desiredPositions;

    /**
     * Information about a miner's decision, which the validator logs.
     *
     * @param version version of the strategy that decided
     * @param modelInfo the strategy and its reason, for example {@code hold on default: nothing to do}
     */
    public record MinerMetadata(String version, String modelInfo) {}

    private RebalanceResponse(JsonObject json) {
        this.json = json;
        for (String name : FieldNames.REQUIRED) {
            if (isNullOrMissing(name)) {
                throw new IllegalStateException(name + " is missing");
            }
        }
        accepted = json.get(FieldNames.ACCEPTED).getAsBoolean();
        currentPositions = positions(json.get(FieldNames.CURRENT_POSITIONS));
        desiredPositions = isNullOrMissing(FieldNames.DESIRED_POSITIONS)
                ? Optional.empty()
                : Optional.of(positions(json.get(FieldNames.DESIRED_POSITIONS)));
    }

    /**
     * Reads a response without checking its headers.
     *
     * @throws SynapseException if a dendrite would reject the body
     */
    public static RebalanceResponse parse(String body) throws SynapseException {
        return wrapErrors(() -> new RebalanceResponse(parseObject(body)));
    }

    /**
     * Reads a response.
     *
     * @param status HTTP status
     * @param contentType value of {@code Content-Type}, or {@code null}
     * @param headers returns the value of a header by its case-sensitive name, or {@code null} if it is missing
     * @throws SynapseException if a dendrite would reject the response
     */
    public static RebalanceResponse read(int status, String contentType, UnaryOperator<String> headers, String body)
            throws SynapseException {
        return wrapErrors(() -> {
            JsonObject json = parseObject(body);
            requireSuccess(status, contentType, headers, json);
            return new RebalanceResponse(json);
        });
    }

    /**
     * Checks the response to a ping; the parameters are those of {@link #read(int, String, UnaryOperator, String)}.
     *
     * @throws SynapseException if a dendrite would reject the response
     */
    public static void readPong(int status, String contentType, UnaryOperator<String> headers, String body)
            throws SynapseException {
        wrapErrors(() -> {
            requireSuccess(status, contentType, headers, parseObject(body));
            return null;
        });
    }

    private static JsonObject parseObject(String body) {
        return JsonParser.parseString(body).getAsJsonObject();
    }

    private static <T> T wrapErrors(Supplier<T> reader) throws SynapseException {
        try {
            return reader.get();
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new SynapseException("response", "is not a valid " + Subnet.REBALANCE_QUERY + ": " + e.getMessage());
        }
    }

    private static void requireSuccess(int status, String contentType, UnaryOperator<String> headers, JsonObject json) {
        if (status != 200 || contentType == null || !contentType.split(";")[0].equals("application/json")) {
            throw new IllegalStateException("status " + status + ", content type " + contentType);
        }
        String processTime = headers.apply(HeaderNames.AXON_PROCESS_TIME);
        if (processTime != null) {
            Double.parseDouble(processTime);
        }
        String code = headers.apply(HeaderNames.AXON_STATUS_CODE);
        if ((code == null ? statusCodeInBody(json) : Integer.parseInt(code)) != 200) {
            throw new IllegalStateException("the synapse's status code is not 200");
        }
    }

    private static int statusCodeInBody(JsonObject json) {
        JsonElement axon = json.get(FieldNames.AXON);
        JsonElement code = axon == null ? null : axon.getAsJsonObject().get(FieldNames.STATUS_CODE);
        return code == null || code.isJsonNull() ? 0 : code.getAsInt();
    }

    private static List<Position> positions(JsonElement json) {
        List<Position> positions = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray()) {
            JsonObject position = element.getAsJsonObject();
            JsonElement allocation0 = position.get(FieldNames.ALLOCATION0);
            JsonElement allocation1 = position.get(FieldNames.ALLOCATION1);
            int lower = (int) position.get(FieldNames.TICK_LOWER).getAsDouble();
            int upper = (int) position.get(FieldNames.TICK_UPPER).getAsDouble();
            if (!allocation0.getAsJsonPrimitive().isString()
                    || !allocation1.getAsJsonPrimitive().isString()
                    || upper <= lower) {
                throw new IllegalStateException("a dendrite rejects the position " + position);
            }
            positions.add(new Position(lower, upper, allocation0.getAsBigInteger(), allocation1.getAsBigInteger()));
        }
        return positions;
    }

    private boolean isNullOrMissing(String name) {
        return !json.has(name) || json.get(name).isJsonNull();
    }

    /** Returns whether the response repeats the members of the query. */
    public boolean isFor(RebalanceQuery query) {
        return text(FieldNames.JOB_ID).equals(query.jobId())
                && text(FieldNames.VAULT).equals(query.snLiquidityManagerAddress())
                && text(FieldNames.PAIR).equals(query.pairAddress())
                && text(FieldNames.ROUND_ID).equals(query.roundId())
                && text(FieldNames.ROUND_TYPE)
                        .equalsIgnoreCase(query.roundType().name())
                && json.get(FieldNames.BLOCK_NUMBER).getAsLong() == query.blockNumber()
                && json.get(FieldNames.CURRENT_PRICE).getAsDouble()
                        == query.currentPrice().sqrtPriceX96().doubleValue()
                && currentPositions.equals(query.currentPositions());
    }

    private String text(String name) {
        return json.get(name).getAsString();
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }

    /** Returns whether the miner accepted the query. */
    public boolean accepted() {
        return accepted;
    }

    /** Returns why the miner refused the query; empty if it gave no reason. */
    public String refusalReason() {
        return isNullOrMissing(FieldNames.REFUSAL_REASON) ? "" : text(FieldNames.REFUSAL_REASON);
    }

    /** Returns the positions that the miner wants; empty if it sent none. */
    public Optional<List<Position>> desiredPositions() {
        return desiredPositions;
    }

    /** Returns the miner's metadata; members that it did not send are empty. */
    public MinerMetadata metadata() {
        JsonObject metadata = json.get(FieldNames.MINER_METADATA) instanceof JsonObject sent ? sent : new JsonObject();
        return new MinerMetadata(text(metadata, FieldNames.VERSION), text(metadata, FieldNames.MODEL_INFO));
    }
}
