package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import weir.fixtures.FreePort;

/** A real Prometheus that reads the metrics of one host every second and evaluates alert rules. */
final class PrometheusServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.find();
    private final Process process;

    /** Skips the test if the machine has no Prometheus. */
    PrometheusServer(Path folder, int metricsPort, Path token, Path rules) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(PROGRAM), PROGRAM + " is missing: install the Debian package prometheus");
        Path configuration = Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: [ "%s" ]
                scrape_configs:
                  - job_name: weir
                    authorization: { credentials_file: "%s" }
                    static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
                """
                        .formatted(rules.toAbsolutePath(), token, metricsPort));
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** The values of an expression now; fails if Prometheus does not accept it. */
    JsonArray query(String expression) {
        JsonObject answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertEquals("success", answer.get("status").getAsString(), expression + ": " + answer);
        return answer.getAsJsonObject("data").getAsJsonArray("result");
    }

    /** Whether it runs, and an expression has a value. */
    boolean hasValue(String expression) {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus ended with " + process.exitValue());
        }
        try {
            return !query(expression).isEmpty();
        } catch (UncheckedIOException e) {
            return false; // It has not started yet.
        }
    }

    /** The names of all metrics that it has read. */
    Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        get("/api/v1/label/__name__/values").getAsJsonArray("data").forEach(name -> names.add(name.getAsString()));
        return names;
    }

    /** The rules of all groups. */
    List<JsonObject> rules() {
        List<JsonObject> rules = new ArrayList<>();
        for (JsonElement group : get("/api/v1/rules").getAsJsonObject("data").getAsJsonArray("groups")) {
            group.getAsJsonObject().getAsJsonArray("rules").forEach(rule -> rules.add(rule.getAsJsonObject()));
        }
        return rules;
    }

    private JsonObject get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            String body = http.send(request, BodyHandlers.ofString()).body();
            if (!body.startsWith("{")) {
                throw new ConnectException(body); // "Service Unavailable" while it starts.
            }
            return JsonParser.parseString(body).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
