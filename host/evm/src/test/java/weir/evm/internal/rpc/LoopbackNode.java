package weir.evm.internal.rpc;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A node on the loopback interface, whose answers a test decides. A handler returns the result of a request, or throws an {@link Answer} to
 * send something else.
 */
public final class LoopbackNode implements AutoCloseable {

    /** A part of the URL that must not be shown. */
    public static final String KEY = "s3cr3tk3y";

    /** Returns the result of a request. */
    public interface Handler {
        JsonElement answer(String method, JsonArray parameters);
    }

    /** An answer that is not a result. */
    public static final class Answer extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Writer writer;

        /** Writes the whole answer. */
        public interface Writer {
            void write(HttpExchange exchange) throws IOException;
        }

        public Answer(Writer writer) {
            this.writer = writer;
        }

        /** A JSON-RPC error. */
        public static Answer error(int status, long code, String message) {
            JsonObject error = new JsonObject();
            error.addProperty("code", code);
            error.addProperty("message", message);
            JsonObject answer = new JsonObject();
            answer.addProperty("jsonrpc", "2.0");
            answer.add("error", error);
            return body(status, answer.toString());
        }

        /** A body that may be anything. */
        public static Answer body(int status, String body) {
            return new Answer(exchange -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static final Gson WITH_NULLS = new GsonBuilder().serializeNulls().create();

    static {
        // Otherwise each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<JsonObject> requests = new CopyOnWriteArrayList<>();
    private volatile Handler handler;

    public LoopbackNode(Handler handler) {
        this.handler = handler;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Replaces the handler. */
    public void answerBy(Handler newHandler) {
        handler = newHandler;
    }

    /** The URL, with a key in its path and its query. */
    public String url() {
        return "http://" + host() + "/v2/" + KEY + "?token=" + KEY;
    }

    /** The part of the URL that may be shown. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests so far. */
    public List<JsonObject> requests() {
        return List.copyOf(requests);
    }

    /** The requests of a method so far. */
    public List<JsonObject> requests(String method) {
        return requests.stream()
                .filter(each -> each.get("method").getAsString().equals(method))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonObject request = JsonParser.parseString(body).getAsJsonObject();
            requests.add(request);
            try {
                JsonObject answer = new JsonObject();
                answer.addProperty("jsonrpc", "2.0");
                answer.add("id", request.get("id"));
                answer.add(
                        "result",
                        handler.answer(request.get("method").getAsString(), request.getAsJsonArray("params")));
                send(exchange, 200, WITH_NULLS.toJson(answer).getBytes(StandardCharsets.UTF_8));
            } catch (Answer e) {
                e.writer.write(exchange);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
