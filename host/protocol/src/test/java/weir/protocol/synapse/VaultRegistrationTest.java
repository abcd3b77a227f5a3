package weir.protocol.synapse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.vectors.Recorded;

class VaultRegistrationTest {

    private final SynapseParser parser = new SynapseParser(PriceEncoding.AUTO);

    /** Requests that the reference answers are answered with the same body, except for the time; those it fails on are rejected. */
    @Test
    void recordedBodiesAreAnsweredAsTheReferenceDoes() throws SynapseException {
        JsonObject exchanges =
                Recorded.VECTORS.json("bittensor/wire-vault-registration.json").getAsJsonObject();
        for (Map.Entry<String, JsonElement> exchange : exchanges.entrySet()) {
            String request =
                    exchange.getValue().getAsJsonObject().get("request").getAsString();
            String response =
                    exchange.getValue().getAsJsonObject().get("response").getAsString();
            byte[] body = body(request).getBytes(StandardCharsets.UTF_8);
            if (response.startsWith("HTTP/1.1 200")) {
                JsonObject expected = JsonParser.parseString(body(response)).getAsJsonObject();
                SynapseFields fields = parser.parseVaultRegistrationQuery(body);
                byte[] written = SynapseWriter.writeVaultRegistration(fields, answerOf(expected), 0.5);
                assertEquals(withoutAxon(expected), withoutAxon(parse(written)), exchange.getKey());
                assertEquals(
                        200,
                        parse(written)
                                .getAsJsonObject("axon")
                                .get("status_code")
                                .getAsInt());
            } else if (exchange.getKey().startsWith("raw_body")) {
                SynapseException error = assertThrows(
                        SynapseException.class, () -> parser.parseVaultRegistrationQuery(body), exchange.getKey());
                assertTrue(error.getMessage().matches("(?s).*(body|chain_id).*"), error.getMessage());
            }
        }
    }

    @Test
    void nullTimeoutAndDendriteAreReplacedByDefaults() throws SynapseException {
        byte[] body = "{\"timeout\": null, \"dendrite\": null}".getBytes(StandardCharsets.UTF_8);
        SynapseFields fields = parser.parseVaultRegistrationQuery(body);
        JsonObject answer = parse(SynapseWriter.writeVaultRegistration(fields, VaultRegistration.none(), 0.5));
        assertEquals(12.0, answer.get("timeout").getAsDouble());
        assertTrue(answer.get("dendrite").isJsonObject());
        assertEquals("false", answer.get("has_vault").toString());
        assertTrue(answer.get("vault_address").isJsonNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "0x1234",
                "0X AbCdEf0123456789aBCDef0123456789AbCdEF01",
                "AbCdEf0123456789aBCDef0123456789AbCdEF01",
                "0xAbCdEf0123456789aBCDef0123456789AbCdEF0100",
                " 0xAbCdEf0123456789aBCDef0123456789AbCdEF01",
                "0xzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                "0x0000000000000000000000000000000000000000"
            })
    void invalidAddressesAreRejectedAndNamed(String address) {
        Optional<String> given = Optional.of(address);
        String message = assertThrows(IllegalArgumentException.class, () -> new VaultRegistration(given, 8453))
                .getMessage();
        assertTrue(message.contains(address), message);
    }

    private static VaultRegistration answerOf(JsonObject expected) {
        JsonElement address = expected.get("vault_address");
        return new VaultRegistration(
                address.isJsonNull() ? Optional.empty() : Optional.of(address.getAsString()),
                expected.get("chain_id").getAsLong());
    }

    private static JsonObject withoutAxon(JsonObject body) {
        JsonObject copy = body.deepCopy();
        copy.remove("axon");
        // The reference adds the SDK's defaults for these, which no dendrite reads.
        copy.remove("name");
        copy.remove("total_size");
        copy.remove("header_size");
        copy.remove("computed_body_hash");
        return copy;
    }

    private static JsonObject parse(byte[] body) {
        return JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }
}
