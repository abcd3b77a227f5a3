package weir.bench.fetch;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import weir.history.PoolKey;

/** A node of Base on the loopback interface with one pool that has ten swaps in each block. */
final class SyntheticNode implements AutoCloseable {

    static final PoolKey POOL = new PoolKey(8453, "0x" + "fe".repeat(20));
    static final long FIRST_BLOCK = 35_000_000;
    static final int SWAPS_PER_BLOCK = 10;
    static final int BLOCKS_PER_ANSWER = 2_000;
    static final int LOGS_PER_ANSWER = SWAPS_PER_BLOCK * BLOCKS_PER_ANSWER;

    private static final long BASE_START_SECONDS = 1_686_789_347;
    private static final long FINALIZED = FIRST_BLOCK + 9_999_999;

    private static final Map<String, String> VIEWS = Map.of(
            "0x3850c7bd", word(BigInteger.ONE.shiftLeft(96)) + "0".repeat(6 * 64),
            "0xddca3f43", word(BigInteger.valueOf(500)),
            "0xd0c93a7c", word(BigInteger.TEN),
            "0x0dfe1681", word(BigInteger.ONE),
            "0xd21220a7", word(BigInteger.TWO),
            "0x313ce567", word(BigInteger.valueOf(18)),
            "0x95d89b41", "5745544800000000000000000000000000000000000000000000000000000000");

    private final HttpServer server;
    private final SyntheticLogs logs = new SyntheticLogs();

    SyntheticNode() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonObject request = JsonParser.parseString(body).getAsJsonObject();
            JsonArray parameters = request.getAsJsonArray("params");
            String id = request.get("id").toString();
            if (request.get("method").getAsString().equals("eth_getLogs")) {
                JsonObject filter = parameters.get(0).getAsJsonObject();
                long first = Long.decode(filter.get("fromBlock").getAsString());
                long last = Long.decode(filter.get("toBlock").getAsString());
                if (last - first + 1 <= BLOCKS_PER_ANSWER) {
                    exchange.sendResponseHeaders(200, 0);
                    logs.write(exchange.getResponseBody(), id, first, (int) (last - first + 1));
                    return;
                }
                send(exchange, id, "\"error\":{\"code\":-32614,\"message\":\"limited to a 2,000 range\"}");
                return;
            }
            send(exchange, id, "\"result\":" + result(request.get("method").getAsString(), parameters));
        }
    }

    private static String result(String method, JsonArray parameters) {
        return switch (method) {
            case "eth_chainId" -> "\"0x2105\"";
            case "eth_getCode" -> "\"0x6080\"";
            case "eth_call" ->
                "\"0x"
                        + VIEWS.get(
                                parameters.get(0).getAsJsonObject().get("data").getAsString()) + "\"";
            default -> header(parameters.get(0).getAsString());
        };
    }

    private static String header(String block) {
        long number = block.equals("finalized") ? FINALIZED : Long.decode(block);
        return String.format(
                "{\"number\":\"0x%x\",\"hash\":\"%s\",\"parentHash\":\"%s\",\"timestamp\":\"0x%x\"}",
                number, hash(number), hash(number - 1), time(number));
    }

    static String hash(long block) {
        return "0x" + word(BigInteger.valueOf(block));
    }

    static long time(long block) {
        return BASE_START_SECONDS + 2 * block;
    }

    static String word(BigInteger value) {
        return String.format("%064x", value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(256)) : value);
    }

    private static void send(HttpExchange exchange, String id, String content) throws IOException {
        byte[] answer = ("{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + content + "}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
