package weir.axon.internal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** Writes the whole synapse back, as a dendrite wants it: the request's fields unchanged, then the answer's. Thread-safe. */
public final class AnswerWriter {

    /** A strategy's reason may be any text; the validator logs it. */
    private static final int MAX_REASON_LENGTH = 300;

    private AnswerWriter() {}

    /**
     * The answer to a query as UTF-8 JSON.
     *
     * @param wire the query
     * @param answer what the router says
     * @param processTime seconds since the request came
     */
    public static byte[] answer(WireQuery wire, Answer answer, double processTime) {
        return write(json -> {
            envelope(json, wire.envelope(), processTime);
            request(json, wire);
            decision(json, wire, answer);
        });
    }

    /** The answer to a ping as UTF-8 JSON: its own members. */
    public static byte[] pong(Envelope ping, double processTime) {
        return write(json -> envelope(json, ping, processTime));
    }

    /** {@code {"message": …}} as UTF-8 JSON. */
    public static byte[] message(String message) {
        return write(json -> json.name("message").value(message));
    }

    private static void envelope(JsonWriter json, Envelope envelope, double processTime) throws IOException {
        for (Map.Entry<String, JsonElement> member : envelope.members().entrySet()) {
            if (!member.getKey().equals("axon")) {
                json.name(member.getKey()).jsonValue(member.getValue().toString());
            }
        }
        JsonElement sent = envelope.members().get("axon");
        JsonObject axon = sent instanceof JsonObject object ? object.deepCopy() : new JsonObject();
        axon.addProperty("status_code", 200);
        axon.addProperty("status_message", "Success");
        axon.addProperty("process_time", processTime);
        json.name("axon").jsonValue(axon.toString());
    }

    private static void request(JsonWriter json, WireQuery wire) throws IOException {
        RebalanceQuery query = wire.query();
        json.name("job_id").value(query.jobId());
        json.name("sn_liquidity_manager_address").value(wire.vault());
        json.name("pair_address").value(wire.pair());
        json.name("chain_id").value(query.chainId());
        json.name("round_id").value(query.roundId());
        json.name("round_type").value(query.roundType().name().toLowerCase(Locale.ROOT));
        json.name("block_number").value(query.blockNumber());
        json.name("current_price").jsonValue(wire.currentPrice());
        positions(json.name("current_positions"), wire.currentPositions());
        json.name("inventory_remaining");
        if (wire.inventory() == null) {
            json.nullValue();
        } else {
            json.beginObject();
            json.name("amount0").value(wire.inventory().amount0());
            json.name("amount1").value(wire.inventory().amount1());
            json.endObject();
        }
        json.name("rebalances_so_far").value(query.rebalancesSoFar());
        json.name("tick_spacing").value(query.tickSpacing());
    }

    private static void decision(JsonWriter json, WireQuery wire, Answer answer) throws IOException {
        Decision decision = answer.decision();
        boolean refused = decision instanceof Decision.Refuse;
        json.name("accepted").value(!refused);
        json.name("refusal_reason").value(refused ? cut(decision.reason()) : null);
        json.name("desired_positions");
        positions(json, desired(wire, decision));
        json.name("miner_metadata").beginObject();
        json.name("version").value(answer.version().map(Version::toString).orElse("-"));
        json.name("model_info").value(cut(modelInfo(answer)));
        json.endObject();
    }

    private static List<WirePosition> desired(WireQuery wire, Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            return rebalance.positions().stream().map(WirePosition::of).toList();
        }
        return decision instanceof Decision.Keep ? wire.currentPositions() : List.of();
    }

    private static void positions(JsonWriter json, List<WirePosition> positions) throws IOException {
        json.beginArray();
        for (WirePosition position : positions) {
            json.beginObject();
            json.name("tick_lower").value(position.tickLower());
            json.name("tick_upper").value(position.tickUpper());
            json.name("allocation0").value(position.allocation0());
            json.name("allocation1").value(position.allocation1());
            json.name("confidence");
            if (position.confidence() == null) {
                json.nullValue();
            } else {
                json.jsonValue(position.confidence());
            }
            json.endObject();
        }
        json.endArray();
    }

    /** Who decided and why, for example {@code hold on eth-usdc: nothing to do}. */
    private static String modelInfo(Answer answer) {
        String why = answer.fallback() ? ": fallback, " : ": ";
        return answer.strategy().orElse("-") + " on " + answer.route().orElse("-") + why
                + answer.decision().reason();
    }

    private static String cut(String text) {
        return text.length() <= MAX_REASON_LENGTH ? text : text.substring(0, MAX_REASON_LENGTH);
    }

    private interface Members {
        void write(JsonWriter json) throws IOException;
    }

    private static byte[] write(Members members) {
        StringWriter text = new StringWriter(2048);
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
