package weir.share.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that serves a directory, except the files for which a test sets another answer. */
public final class HostileServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path directory;
    private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> requested = new ConcurrentHashMap<>();

    public HostileServer(Path directory) throws IOException {
        this.directory = directory;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Address of the directory. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/repository";
    }

    /** Sets the answer for a file of the repository. */
    public HostileServer on(String file, HttpHandler answer) {
        answers.put("/repository/" + file, answer);
        return this;
    }

    /** Sends other content for a file. */
    public HostileServer on(String file, byte[] content) {
        return on(file, exchange -> send(exchange, 200, content));
    }

    /** Redirects a file. */
    public HostileServer redirect(String file, String location) {
        return on(file, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            send(exchange, 302, new byte[0]);
        });
    }

    /** How often each path was requested. */
    public Map<String, Integer> requested() {
        return requested;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requested.merge(path, 1, Integer::sum);
        HttpHandler special = answers.get(path);
        Path file = directory.resolve(path.replaceFirst("^/repository/", ""));
        if (special != null) {
            special.handle(exchange);
        } else if (Files.isRegularFile(file)) {
            send(exchange, 200, Files.readAllBytes(file));
        } else {
            send(exchange, 404, new byte[0]);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
