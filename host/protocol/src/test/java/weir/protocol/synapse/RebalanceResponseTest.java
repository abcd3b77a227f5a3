package weir.protocol.synapse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import weir.fixtures.RebalanceBodies;
import weir.vectors.Recorded;

/** Responses are read as strictly as the reference implementation reads them. */
class RebalanceResponseTest {

    private final List<String> headers = new ArrayList<>(List.of(
            "content-type: application/json",
            "bt_header_axon_status_code: 200",
            "bt_header_axon_status_message: Success",
            "bt_header_axon_process_time: 0.01"));
    private final JsonObject body = JsonParser.parseString(RebalanceBodies.with(
                    "desired_positions", "[" + RebalanceBodies.position("-200", "200", "\"1\"", "\"1\"") + "]"))
            .getAsJsonObject();

    private int status = 200;

    @Test
    void responsesAreAcceptedAsTheReferenceImplementationDoes() {
        JsonObject recorded = Recorded.VECTORS
                .json("bittensor/dendrite-response-tolerance.json")
                .getAsJsonObject();
        for (String id : recorded.keySet()) {
            boolean success = recorded.getAsJsonObject(id).get("is_success").getAsBoolean();
            assertEquals(success, new RebalanceResponseTest().prepare(id).isAccepted(), id);
        }
        assertTrue(recorded.size() >= 24, "cases: " + recorded.size());
    }

    private boolean isAccepted() {
        try {
            RebalanceResponse.read(status, header("(?i)content-type"), this::header, body.toString());
            return true;
        } catch (SynapseException e) {
            return false;
        }
    }

    private String header(String name) {
        return headers.stream()
                .filter(line -> line.matches(name + ": .*"))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst()
                .orElse(null);
    }

    private RebalanceResponseTest prepare(String what) {
        JsonObject desired = body.getAsJsonArray("desired_positions").get(0).getAsJsonObject();
        status = what.matches("\\d\\d\\d .*") ? Integer.parseInt(what.substring(0, 3)) : 200;
        status = what.startsWith("200") || what.startsWith("http 200") ? 200 : status;
        switch (what) {
            case "full echo + headers", "minimal body + status headers" -> body.remove("extra");
            case "minimal body, NO headers" -> headers.removeIf(line -> line.startsWith("bt_"));
            case "minimal body, Title-Case headers (JDK HttpServer style)" ->
                headers.replaceAll(line -> line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1));
            case "axon.status_code in body only" -> {
                headers.removeIf(line -> line.startsWith("bt_"));
                body.getAsJsonObject("axon").addProperty("status_code", 200);
            }
            case "body without job_id" -> body.remove("job_id");
            case "only response fields" -> FieldNames.REQUIRED.forEach(body::remove);
            case "no content-type" -> headers.remove(0);
            case "text/plain" -> headers.set(0, "content-type: text/plain");
            case "application/json; charset=utf-8" -> headers.set(0, "content-type: " + what);
            case "gzip" -> headers.add("content-encoding: gzip");
            case "unknown extra field" -> body.addProperty("extra", 1);
            case "bad position (upper<lower)" -> desired.addProperty("tick_upper", -300);
            case "allocation as number" -> desired.addProperty("allocation0", 1);
            case "tick as float 200.0" -> desired.addProperty("tick_upper", 200.0);
            case "http 200 but status_code header 403" -> headers.set(1, "bt_header_axon_status_code: 403");
            case "200 axon_status_message utf8 header" -> headers.set(2, "bt_header_axon_status_message: \u00fc");
            case "response changes request field block_number" -> body.addProperty("block_number", 5);
            case "header process_time garbage" -> headers.set(3, "bt_header_axon_process_time: soon");
            default -> assertEquals(false, status == 200, what);
        }
        return this;
    }
}
