package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import weir.axon.internal.wire.Bodies;
import weir.vectors.Recorded;

/** The rules that the other tests judge by are the recorded ones: each canned answer gets the recorded verdict. */
class DendriteRulesTest {

    private final List<String> headers = new ArrayList<>(List.of(
            "content-type: application/json",
            "bt_header_axon_status_code: 200",
            "bt_header_axon_status_message: Success",
            "bt_header_axon_process_time: 0.01"));
    private final JsonObject body = JsonParser.parseString(
                    Bodies.with("desired_positions", "[" + Bodies.position("-200", "200", "\"1\"", "\"1\"") + "]"))
            .getAsJsonObject();

    @Test
    void judgesAsRecorded() {
        JsonObject recorded = Recorded.VECTORS
                .json("bittensor/dendrite-response-tolerance.json")
                .getAsJsonObject();
        for (String canned : recorded.keySet()) {
            boolean success = recorded.getAsJsonObject(canned).get("is_success").getAsBoolean();
            assertEquals(success, DendriteRules.accepts(new DendriteRulesTest().canned(canned), false), canned);
        }
        assertEquals(24, recorded.size());
    }

    private RawClient.Reply canned(String what) {
        JsonObject desired = body.getAsJsonArray("desired_positions").get(0).getAsJsonObject();
        int status = what.matches("\\d\\d\\d .*") ? Integer.parseInt(what.substring(0, 3)) : 200;
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
            case "only response fields" -> DendriteRules.REQUIRED.forEach(body::remove);
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
        return new RawClient.Reply(status, headers, body.toString());
    }
}
