package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.FreePort;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** The metrics of a running host. */
@Timeout(600)
class MetricsTest {

    private static final String TOKEN = "a-token-of-this-test";
    private static final String POOL = "0x8c7080564b5a792a33ef2fd473fba6364d5495e5";

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Path GRAFANA = WeirCommand.INSTALLATION.resolve("conf/grafana");

    @TempDir
    static Path folder;

    private static ChildHost host;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path tokenFile = Files.writeString(folder.resolve("metrics.token"), TOKEN + "\n");
        port = FreePort.find();
        host = ChildHost.start(
                folder.resolve("home"),
                "--axon.ip",
                "127.0.0.1",
                "--metrics.port",
                String.valueOf(port),
                "--metrics.token_file",
                tokenFile.toString());
        host.await("the host is ready", MetricsTest::isReady);
        InstalledPlugins.await(host, folder.resolve("home"), "weir.hold");
        host.await("the start of the strategy is counted", () -> metrics()
                .contains("weir_strategy_changes_total{cause=\"start\",route=\"default\"} 1.0"));
    }

    private static WeirCommand.Result weir(String... arguments) {
        return CommandRunner.run(folder.resolve("home"), arguments);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void aQueryIsCountedWithRouteRoundTypeAndVerdict() throws Exception {
        host.ask("0x" + "7c".repeat(20)); // A repeated query is not decided again.

        host.await("the query is counted", () -> metrics().contains("strategy=\"range-follower\""));
        String text = metrics();
        assertLine(text, "weir_queries_total{round_type=\"evaluation\",route=\"default\",verdict=\"passed\"} ");
        assertLine(text, "weir_answer_duration_seconds_count{route=\"default\"} ");
        assertLine(
                text,
                "weir_decide_duration_seconds_count{route=\"default\",strategy=\"range-follower\",version=\"1.0.0\"} ");
        assertLine(text, "weir_last_query_timestamp_seconds{route=\"default\"} ");
    }

    @Test
    void theStateOfTheHostIsShown() throws Exception {
        String text = metrics();

        assertLine(text, "weir_build_info{");
        assertLine(text, "weir_health{check=\"router\"} 0.0");
        assertLine(text, "weir_health{check=\"metrics\"} 0.0");
        assertLine(text, "weir_route_served{route=\"default\"} 1.0");
        assertLine(text, "weir_strategy_changes_total{cause=\"start\",route=\"default\"} ");
        assertLine(text, "weir_metagraph_age_seconds NaN");
        assertLine(text, "jvm_memory_used_bytes{area=\"heap\"} ");
    }

    @Test
    void seriesOfAnUninstalledVersionEnd() throws Exception {
        assertEquals(0, weir("pin", "default", "hold", "1.0.0").exitCode());
        host.ask(POOL);
        host.await("hold has a series", () -> metrics().contains("strategy=\"hold\""));

        assertEquals(0, weir("pin", "default", "range-follower", "1.0.0").exitCode());
        assertEquals(0, weir("uninstall", "weir.hold", "1.0.0").exitCode());

        host.await("the series of hold end", () -> !metrics().contains("strategy=\"hold\""));
        assertLine(metrics(), "weir_strategy_changes_total{cause=\"route\",route=\"default\"} ");
    }

    @Test
    void metricsNeedATokenAndTheStateDoesNot() throws Exception {
        for (String wrong : new String[] {"", TOKEN + "x", TOKEN.substring(1)}) {
            HttpResponse<String> response = request("/metrics", wrong);
            assertEquals(401, response.statusCode(), wrong);
            assertTrue(response.body().contains("metrics.token_file"), response.body());
        }
        for (String path : new String[] {"/live", "/ready"}) {
            HttpResponse<String> response = request(path, "");
            assertEquals(200, response.statusCode(), path);
            assertEquals("", response.body(), path);
        }
    }

    @Test
    void theAdminPortServesTheSameRequestsAndThePortForMetricsNoCommands() throws Exception {
        for (String path : new String[] {"/metrics", "/live", "/ready"}) {
            assertEquals(
                    200, host.requestAdmin("GET", path, BodyPublishers.noBody()).statusCode(), path);
            assertEquals(404, host.requestAxon("GET", path).statusCode(), path);
        }
        assertEquals(404, request("/strategies", TOKEN).statusCode());
        String adminToken = Files.readString(host.dataFile("admin.token")).strip();
        assertEquals(401, request("/metrics", adminToken).statusCode(), "the admin token stays on its port");
        assertFalse(host.output().contains(TOKEN), host.output());
    }

    @Test
    void promtoolAcceptsMetricsAndAlertRules() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(PROMTOOL), PROMTOOL + " is missing: install the Debian package prometheus");
        host.ask(POOL);
        host.await("the query is counted", () -> metrics().contains("weir_queries_total{"));
        assertPasses(metrics(), PROMTOOL.toString(), "check", "metrics");
        assertPasses(
                "",
                PROMTOOL.toString(),
                "check",
                "rules",
                GRAFANA.resolve("alerts.yml").toString());
    }

    /** Scores, validators, ranges and registration need a chain, a history or a validator, which this host does not have. */
    @Test
    void prometheusEvaluatesEachExpressionOfTheDashboardAndEachAlertRule() throws Exception {
        host.ask("0x" + "7b".repeat(20));
        host.ask("0x" + "7b".repeat(20));
        try (PrometheusServer prometheus =
                new PrometheusServer(folder, port, folder.resolve("metrics.token"), GRAFANA.resolve("alerts.yml"))) {
            host.await(
                    "two values of each series",
                    () -> prometheus.hasValue(
                            "count_over_time(weir_answer_duration_seconds_count{route=\"default\"}[5m]) >= 2"));
            Set<String> read = prometheus.metrics();
            Set<String> unread = new TreeSet<>();
            for (String expression : dashboardExpressions()) {
                String query = expression.replace("$instance", "127.0.0.1:" + port);
                Set<String> names = metricsIn(query);
                boolean hasValue = !prometheus.query(query).isEmpty();
                assertTrue(hasValue || isComparison(query) || !read.containsAll(names), "no value of " + query);
                unread.addAll(names);
            }
            unread.removeAll(read);
            assertEquals(
                    Set.of(),
                    unread.stream()
                            .filter(name ->
                                    !name.matches("weir_(score|round|miner|validator|position|inventory|rejected)_.*"))
                            .collect(Collectors.toSet()));
            host.await("all rules are evaluated", () -> prometheus.rules().stream()
                    .noneMatch(rule -> rule.get("health").getAsString().equals("unknown")));
            assertTrue(prometheus.rules().size() >= 10, prometheus.rules().toString());
            for (JsonObject rule : prometheus.rules()) {
                assertEquals("ok", rule.get("health").getAsString(), rule.toString());
                assertEquals("inactive", rule.get("state").getAsString(), "false alarm: " + rule);
            }
        }
    }

    /** Such an expression has a value only while its condition holds. */
    private static boolean isComparison(String query) {
        return query.matches(".* (>|<|==) [0-9]+");
    }

    private static Set<String> metricsIn(String query) {
        return Pattern.compile("\\b(?:weir|jvm|process)_[a-z0-9_]+")
                .matcher(query)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> dashboardExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        collect(JsonParser.parseString(Files.readString(GRAFANA.resolve("weir.json"))), expressions);
        assertTrue(expressions.size() >= 20, expressions.toString());
        return expressions;
    }

    private static void collect(JsonElement element, List<String> expressions) {
        if (element instanceof JsonObject object) {
            object.entrySet().forEach(field -> {
                if (field.getKey().equals("expr")) {
                    expressions.add(field.getValue().getAsString());
                }
                collect(field.getValue(), expressions);
            });
        } else if (element instanceof JsonArray array) {
            array.forEach(each -> collect(each, expressions));
        }
    }

    private static void assertPasses(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static void assertLine(String text, String start) {
        assertTrue(text.lines().anyMatch(line -> line.startsWith(start)), start + " is missing in\n" + text);
    }

    private static String metrics() throws IOException, InterruptedException {
        HttpResponse<String> response = request("/metrics", TOKEN);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                response.headers().firstValue("content-type").orElse(""));
        return response.body();
    }

    private static HttpResponse<String> request(String path, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static boolean isReady() throws IOException, InterruptedException {
        try {
            return request("/ready", "").statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }
}
