package weir.itest.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.host.ChildHost;

/** {@code GET /health} of the assembled host. */
class HealthTest {

    @TempDir
    Path folder;

    @Test
    void completeHostWithAHotkeyAnswersItsOwnUnsignedRequest() throws Exception {
        try (ChildHost host = start("--hotkey", TestWallet.ADDRESS)) {
            HttpResponse<String> health = health(host);
            assertEquals(200, health.statusCode(), health.body());
            // Checks that are not expected here would not be missed either: extend HealthReport.EXPECTED.
            assertEquals(
                    List.of(
                            "axon",
                            "chain",
                            "challenges",
                            "history",
                            "installer",
                            "journal",
                            "rounds",
                            "router",
                            "wallet"),
                    names(health));
            String missing = "no vault is set, so validators that require one send no queries to this miner";
            assertTrue(health.body().contains(missing), health.body());
            assertTrue(host.output().contains(missing), host.output());
            assertTrue(health.body().contains("answered an unsigned request in"), health.body());
            assertFalse(health.body().contains("private key file /"), health.body());
        }
    }

    @Test
    void hostWithoutAHotkeyAnswersItsOwnUnsignedRequest() throws Exception {
        try (ChildHost host = start()) {
            HttpResponse<String> health = health(host);
            assertEquals(200, health.statusCode(), health.body());
            assertTrue(health.body().contains("answered an unsigned request in"), health.body());
            assertFalse(
                    Files.exists(host.dataFile("decisions.jsonl")) && Files.size(host.dataFile("decisions.jsonl")) > 0,
                    "no strategy sees the request");
        }
    }

    @Test
    void readablePrivateKeyIsReportedAtTheStartAndByHealth() throws Exception {
        TestWallet wallet = TestWallet.ofPublicFile(folder.resolve("wallets"));
        Files.writeString(wallet.hotkey(), "{}");
        String warning = "user can read the private key file " + wallet.hotkey();
        try (ChildHost host = start(wallet.flags())) {
            assertTrue(host.output().contains(warning), host.output());
            HttpResponse<String> health = health(host);
            assertEquals(200, health.statusCode(), health.body());
            assertTrue(health.body().contains("\"status\": \"warn\""), health.body());
            assertTrue(health.body().contains(warning), health.body());
            Files.delete(wallet.hotkey());
            assertFalse(health(host).body().contains("can read"), "the file is moved away");
        }
    }

    private ChildHost start(String... flags) throws Exception {
        ChildHost host = ChildHost.start(folder.resolve("home"), folder, Map.of(), flags);
        host.await("the startup banner", () -> host.output().contains("\nroutes"));
        return host;
    }

    private static HttpResponse<String> health(ChildHost host) throws Exception {
        return host.requestAdmin("GET", "/health", BodyPublishers.noBody());
    }

    private static List<String> names(HttpResponse<String> health) {
        JsonObject report = JsonParser.parseString(health.body()).getAsJsonObject();
        List<String> names = new ArrayList<>();
        for (JsonElement check : report.getAsJsonArray("checks")) {
            names.add(check.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }
}
