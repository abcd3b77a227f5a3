package weir.itest.commands;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import weir.launcher.FreePort;

/** The assembled host as a process of its own, commands given to it as an operator gives them, and its two ports. */
final class ChildHost implements AutoCloseable {

    private static final Path SCRIPT =
            Path.of("../app/target/weir/bin/weir").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final int axonPort;
    private final Process process;

    ChildHost(Path home) throws IOException, InterruptedException {
        this.home = home;
        this.axonPort = FreePort.find();
        this.process = new ProcessBuilder(
                        SCRIPT.toString(),
                        "run",
                        "--home",
                        home.toString(),
                        "--axon.ip",
                        "127.0.0.1",
                        "--axon.port",
                        Integer.toString(axonPort))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console.log").toFile())
                .start();
        try {
            await(() -> Files.exists(data("admin.port")), "the host takes commands");
            await(() -> shippedStrategies() == 3, "the shipped strategies are installed");
        } catch (InterruptedException | RuntimeException | AssertionError e) {
            stop();
            throw e;
        }
    }

    private long shippedStrategies() {
        return command("strategies")
                .out()
                .lines()
                .filter(line -> line.matches("weir\\..* installed .*"))
                .count();
    }

    /** What a command ended with and said. */
    record Said(int exitCode, String out, String err) {}

    Said command(String... words) {
        return commandOn(home, words);
    }

    static Said commandOn(Path home, String... words) {
        try {
            Path err = Files.createTempFile("weir-command", ".err");
            Process command = start(home, err.toFile(), words);
            String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                command.destroyForcibly();
                throw new AssertionError("does not end: weir " + String.join(" ", words));
            }
            String said = Files.readString(err);
            Files.delete(err);
            return new Said(command.exitValue(), out, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A command that goes on until it is stopped. */
    Process follow(File out, String... words) throws IOException {
        return follow(home, out, words);
    }

    static Process follow(Path home, File out, String... words) throws IOException {
        return new ProcessBuilder(line(home, words))
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
    }

    private static Process start(Path home, File err, String... words) throws IOException {
        return new ProcessBuilder(line(home, words)).redirectError(err).start();
    }

    private static List<String> line(Path home, String... words) {
        List<String> line = new ArrayList<>(List.of(SCRIPT.toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--home", home.toString()));
        return line;
    }

    /** A validator's question about a pool, and the answer. */
    String ask(String pool) throws IOException, InterruptedException {
        String query =
                """
                {"job_id": "j", "sn_liquidity_manager_address": "0x1111111111111111111111111111111111111111",
                 "pair_address": "%s", "chain_id": 8453, "round_id": "r",
                 "round_type": "evaluation", "block_number": 31000000, "current_price": 1.4614467034852102e+33,
                 "current_positions": [],
                 "inventory_remaining": {"amount0": "1000000000000000000", "amount1": "2000000"}}"""
                        .formatted(pool);
        return send(axonPort, "POST", "/RebalanceQuery", BodyPublishers.ofString(query), false)
                .body();
    }

    /** A request to the axon's port, as a stranger sends it. */
    HttpResponse<String> axon(String method, String path) throws IOException, InterruptedException {
        return send(axonPort, method, path, BodyPublishers.noBody(), false);
    }

    /** A request to the admin port, with the token. */
    HttpResponse<String> admin(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return send(Integer.parseInt(Files.readString(data("admin.port")).strip()), method, path, body, true);
    }

    private HttpResponse<String> send(int port, String method, String path, BodyPublisher body, boolean withToken)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("timeout", "5.0")
                .method(method, body);
        if (withToken) {
            request.header(
                    "Authorization",
                    "Bearer " + Files.readString(data("admin.token")).strip());
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    Path data(String file) {
        return home.resolve("data").resolve(file);
    }

    void await(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(50);
        }
    }

    /** Tells it to stop, as SIGTERM does, and waits for its end: the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
