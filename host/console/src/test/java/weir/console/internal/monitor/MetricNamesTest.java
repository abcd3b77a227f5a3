package weir.console.internal.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weir.chain.Registrations;
import weir.metrics.Metrics;

/** Each metric that the dashboard, the alert rules and the documentation name exists, and each metric is documented. */
class MetricNamesTest {

    private static final Pattern NAME = Pattern.compile("\\b(?:weir|jvm|process)_[a-z0-9_]+");
    private static final Path GRAFANA = Path.of("../../runtime/app/src/conf/grafana");

    private final Set<String> existing = existing();

    @Test
    void theDashboardNamesExistingMetricsOnly() throws IOException {
        String dashboard = Files.readString(GRAFANA.resolve("weir.json"));
        JsonArray panels = JsonParser.parseString(dashboard).getAsJsonObject().getAsJsonArray("panels");
        assertTrue(panels.size() >= 20, "panels: " + panels.size());

        assertEquals(Set.of(), unknown(dashboard));
    }

    @Test
    void theAlertRulesNameExistingMetricsOnly() throws IOException {
        assertEquals(Set.of(), unknown(Files.readString(GRAFANA.resolve("alerts.yml"))));
    }

    @Test
    void theDeregistrationAlertHasTheLimitOfThePage() throws IOException {
        String rules = Files.readString(GRAFANA.resolve("alerts.yml"));
        assertTrue(rules.contains("expr: weir_miner_deregistration_rank < " + Registrations.MIN_RANKS + " "), rules);
    }

    @Test
    void theDocumentationNamesEachMetric() throws IOException {
        String documentation = Files.readString(Path.of("../../docs/monitor.md"));
        assertEquals(Set.of(), unknown(documentation));

        Set<String> undocumented = new TreeSet<>(existing);
        undocumented.removeIf(name -> !name.startsWith("weir_") || documentation.contains("`" + name));
        assertEquals(Set.of(), undocumented);
    }

    private Set<String> unknown(String text) {
        Set<String> unknown = new TreeSet<>();
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            String name = names.group().replaceFirst("_(bucket|count|sum)$", "");
            if (!existing.contains(name) && !existing.contains(names.group()) && !name.endsWith("_")) {
                unknown.add(names.group());
            }
        }
        return unknown;
    }

    /** The names of all metrics that the components create, and those of the JVM. */
    private static Set<String> existing() {
        Metrics metrics = Metrics.create();
        Set<String> names = metrics.text()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        Metrics recording = (Metrics) Proxy.newProxyInstance(
                Metrics.class.getClassLoader(), new Class<?>[] {Metrics.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof String name) {
                        names.add(name);
                    }
                    return method.invoke(metrics, arguments);
                });
        new RoundMetrics(recording, new FixedRounds());
        QueryMetrics queries = new QueryMetrics(recording);
        queries.stop();
        new StateMetrics(recording, null, null, queries, new VersionMetrics(recording), "", "0");
        return names;
    }
}
