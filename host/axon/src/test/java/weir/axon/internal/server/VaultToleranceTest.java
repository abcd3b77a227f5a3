package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.handler.RequestQueue;
import weir.protocol.synapse.VaultRegistration;
import weir.strategy.Decision;
import weir.vectors.Recorded;

/**
 * A model of the dendrite that asks for the vault. It accepts and rejects each recorded answer as the real one did, so what it says about
 * the axon's answers holds.
 */
class VaultToleranceTest {

    private static final String ADDRESS = "0xAbCdEf0123456789aBCDef0123456789AbCdEF01";

    /** Members whose values the dendrite checks, with the texts that it can convert. */
    private static final Map<String, Predicate<JsonElement>> CHECKED = Map.of(
            "has_vault", value -> text(value).matches("(?i)true|false|yes|no|1|0|1\\.0"),
            "vault_address",
                    value -> value.isJsonNull()
                            || value.isJsonPrimitive()
                                    && value.getAsJsonPrimitive().isString(),
            "chain_id", value -> text(value).matches("-?[0-9]+(\\.0)?|true|false"),
            "total_size", value -> text(value).matches("[0-9]+"),
            "timeout", value -> text(value).matches("[0-9.]+"),
            "dendrite", JsonElement::isJsonObject,
            "axon", JsonElement::isJsonObject);

    @Test
    void modelAcceptsWhatTheRealDendriteAccepts() {
        Map<String, JsonElement> variants = Recorded.VECTORS
                .json("bittensor/dendrite-vault-tolerance.json")
                .getAsJsonObject()
                .asMap();
        int checked = 0;
        for (Map.Entry<String, JsonElement> variant : variants.entrySet()) {
            JsonObject recorded = variant.getValue().getAsJsonObject();
            JsonObject answer = recorded.getAsJsonObject("answer");
            // The axon sends neither another status with an answer nor gzip.
            if (answer.get("status").getAsInt() == 200 && !answer.get("gzip").getAsBoolean()) {
                boolean isAccepted =
                        recorded.has("is_success") && recorded.get("is_success").getAsBoolean();
                assertEquals(isAccepted, accepts(reply(answer)), variant.getKey());
                checked++;
            }
        }
        assertTrue(checked >= 50, "checked " + checked);
    }

    @Test
    void answersOfTheAxonAreAcceptedAndSayTheVault() throws Exception {
        List<String> queries = List.of(
                "{}",
                "{\"timeout\": 10.0, \"has_vault\": false, \"vault_address\": null, \"chain_id\": 8453}",
                "{\"timeout\": null, \"dendrite\": null, \"axon\": null}",
                "{\"dendrite\": {}, \"axon\": {}, \"has_vault\": true, \"vault_address\": \"0x12\", \"chain_id\": 1}");
        List<VaultRegistration> vaults = List.of(
                VaultRegistration.none(),
                new VaultRegistration(Optional.of(ADDRESS), 8453),
                new VaultRegistration(Optional.of(ADDRESS.toLowerCase(java.util.Locale.ROOT)), 84532));
        for (VaultRegistration vault : vaults) {
            for (String query : queries) {
                RawClient.Reply reply = ask(vault, query);
                assertTrue(accepts(reply), () -> query + ": " + reply);
                JsonObject answer = reply.json();
                assertEquals(Boolean.toString(vault.address().isPresent()), text(answer.get("has_vault")));
                assertEquals(vault.address().orElse("null"), text(answer.get("vault_address")));
                assertEquals(
                        Long.toString(vault.chainId()), answer.get("chain_id").toString());
                assertTrue(answer.has("timeout") && answer.has("dendrite"), reply::body);
            }
        }
    }

    private static RawClient.Reply ask(VaultRegistration vault, String query) throws Exception {
        FixedRouter router = new FixedRouter(timeout -> Decision.keep("test"));
        try (TestServer served = new TestServer(
                        Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS, new RequestQueue(4, 16), router, vault);
                RawClient client = new RawClient(served.port())) {
            return client.post("/VaultRegistrationQuery", query.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static boolean accepts(RawClient.Reply reply) {
        try {
            // Gson passes over a byte order mark, Python's json does not.
            JsonElement body = new Gson().getAdapter(JsonElement.class).fromJson(reply.body());
            return reply.isAccepted(true)
                    && !reply.body().startsWith("\ufeff")
                    && body.getAsJsonObject().entrySet().stream()
                            .allMatch(member -> CHECKED.getOrDefault(member.getKey(), value -> true)
                                    .test(member.getValue()));
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    private static RawClient.Reply reply(JsonObject answer) {
        List<String> headers = new ArrayList<>();
        answer.getAsJsonObject("headers")
                .entrySet()
                .forEach(header ->
                        headers.add(header.getKey() + ": " + header.getValue().getAsString()));
        return new RawClient.Reply(200, headers, answer.get("body").getAsString());
    }

    /** A string as it is, anything else as JSON. */
    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
