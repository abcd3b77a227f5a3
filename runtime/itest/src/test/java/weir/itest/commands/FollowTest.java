package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.BundleBuilder;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.itest.seeing.SeeingStrategy;
import weir.vectors.Recorded;

/** The assembled host with a node of an EVM chain. */
class FollowTest {

    private static final String KEY = "s3cr3tk3y";
    private static final String POOL = "0x" + "ab".repeat(20);

    @TempDir
    Path folder;

    private HttpServer server;
    private volatile BiFunction<String, JsonArray, JsonElement> node;

    @BeforeEach
    void startNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopNode() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonObject request = JsonParser.parseString(body).getAsJsonObject();
        JsonElement result = node.apply(request.get("method").getAsString(), request.getAsJsonArray("params"));
        String text = "{\"jsonrpc\": \"2.0\", \"id\": " + request.get("id") + ", \"result\": " + result + "}";
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ChildHost start(Path home) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + KEY;
        return ChildHost.start(home, folder, Map.of("BASE_RPC", url), "--evm.poll_interval", "0.1");
    }

    @Test
    void strategySeesSwapsOfTheNewestBlocks() throws Exception {
        JsonObject recording =
                Recorded.VECTORS.json("evm/recorded-reorg.json.gz").getAsJsonObject();
        JsonArray steps = recording.getAsJsonArray("steps");
        String pool = recording.get("pool").getAsString();
        node = (method, parameters) -> answer(steps.get(0).getAsJsonObject(), method, parameters);
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("data/pools"));
        // The recorded node has no views of the pool's contract.
        Files.writeString(
                home.resolve("data/pools/8453-" + pool + ".json"),
                """
                {"chain_id": 8453, "address": "%s", "fee": 500, "tick_spacing": 10, "kind": "uniswap_v3",
                 "token0": {"symbol": "WETH", "decimals": 18}, "token1": {"symbol": "USDC", "decimals": 6}}
                """
                        .formatted(pool));
        try (ChildHost host = start(home)) {
            BundleBuilder.of(SeeingStrategy.class.getPackageName(), "1.0.0", "")
                    .writeTo(home.resolve("plugins/seeing.jar"));
            Files.writeString(
                    home.resolve("conf/routes/seeing.json"), "{\"pair\": \"" + pool + "\", \"strategy\": \"seeing\"}");
            assertSees(host, pool, steps.get(0).getAsJsonObject());
            node = (method, parameters) -> answer(steps.get(1).getAsJsonObject(), method, parameters);
            assertSees(host, pool, steps.get(1).getAsJsonObject());
            node = (method, parameters) -> answer(steps.get(2).getAsJsonObject(), method, parameters);
            assertSees(host, pool, steps.get(2).getAsJsonObject());
            assertTrue(health(host).contains("pool 8453:" + pool + " is followed"), health(host));
        }
    }

    private static void assertSees(ChildHost host, String pool, JsonObject step) {
        JsonArray logs = step.getAsJsonArray("logs");
        long newest = number(logs.get(logs.size() - 1).getAsJsonObject().get("blockNumber"));
        String expected = "sees " + logs.size() + " swaps up to block " + newest + " of WETH";
        host.await(expected, () -> ask(host, pool).contains(expected));
    }

    private static JsonElement answer(JsonObject step, String method, JsonArray parameters) {
        if (method.equals("eth_chainId")) {
            return new JsonPrimitive("0x2105");
        }
        if (method.equals("eth_getBlockByNumber")) {
            String tag = parameters.get(0).getAsString();
            long number = step.has(tag) ? step.get(tag).getAsLong() : Long.decode(tag);
            return step.getAsJsonArray("blocks").asList().stream()
                    .filter(block -> number(block.getAsJsonObject().get("number")) == number)
                    .findFirst()
                    .orElse(JsonNull.INSTANCE);
        }
        assertEquals("eth_getLogs", method);
        JsonObject filter = parameters.get(0).getAsJsonObject();
        JsonArray logs = new JsonArray();
        for (JsonElement log : step.getAsJsonArray("logs")) {
            JsonObject fields = log.getAsJsonObject();
            long block = number(fields.get("blockNumber"));
            boolean isWanted = filter.has("blockHash")
                    ? fields.get("blockHash").equals(filter.get("blockHash"))
                    : block >= number(filter.get("fromBlock")) && block <= number(filter.get("toBlock"));
            if (isWanted && filter.get("address").equals(fields.get("address"))) {
                logs.add(log);
            }
        }
        return logs;
    }

    private static long number(JsonElement hex) {
        return Long.decode(hex.getAsString());
    }

    @Test
    void nodeOfAnotherChainShowsInHealthWithoutItsKeyWhileStrategiesAnswer() throws Exception {
        node = (method, parameters) -> new JsonPrimitive("0x1");
        Path home = folder.resolve("home");
        try (ChildHost host = start(home)) {
            host.await("health names the chain", () -> health(host)
                    .contains("is on chain 1, and the pools are on chain 8453"));
            assertTrue(health(host).contains("\"name\": \"evm\""), health(host));
            assertTrue(ask(host, POOL).contains("desired_positions"), "strategies answer");
            assertFalse(health(host).contains(KEY) || host.output().contains(KEY), host.output());
            assertFilesDoNotContainTheKey(home);
        }
    }

    private static void assertFilesDoNotContainTheKey(Path home) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(home)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            try {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains(KEY),
                        () -> file + " contains the key");
            } catch (NoSuchFileException e) {
                // The host has renamed a temporary file.
            }
        }
    }

    private static String ask(ChildHost host, String pool) {
        try {
            String body =
                    RebalanceBodies.validFor(pool).replaceAll("\"block_number\": *\\d+", "\"block_number\": 35000030");
            return host.ask(host.axonUri("127.0.0.1"), body).body();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    /** The health of the host, empty until its admin port is open. */
    private static String health(ChildHost host) {
        try {
            return Files.notExists(host.dataFile("admin.port"))
                    ? ""
                    : host.requestAdmin("GET", "/health", BodyPublishers.noBody())
                            .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
