package weir.console.internal.admin;

import static org.apache.felix.hc.api.Result.Status.CRITICAL;
import static org.apache.felix.hc.api.Result.Status.HEALTH_CHECK_ERROR;
import static org.apache.felix.hc.api.Result.Status.OK;
import static org.apache.felix.hc.api.Result.Status.WARN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class HealthReportTest {

    private final List<Map.Entry<Map<String, Object>, HealthCheck>> checks = new ArrayList<>();

    @Test
    void completeHostIsHealthy() {
        addAllBut("");
        assertEquals(200, reply().status());
        assertEquals(OK, report().status());
        assertEquals(
                HealthReport.EXPECTED,
                report().checks().stream().map(HealthReport.Check::name).toList());
    }

    @Test
    void eachMissingCheckIsReportedByNameBesideTheOthers() {
        for (String missing : HealthReport.EXPECTED) {
            checks.clear();
            addAllBut(missing);
            assertEquals(503, reply().status(), missing);
            for (HealthReport.Check check : report().checks()) {
                assertEquals(check.name().equals(missing) ? CRITICAL : OK, check.status(), check.name());
            }
            assertTrue(text(missing).contains("this check is missing"), text(missing));
        }
    }

    @Test
    void noCheckAtAllIsCritical() {
        assertEquals(503, reply().status());
        assertEquals(HealthReport.EXPECTED.size(), report().checks().size());
    }

    @Test
    void hostMustHaveTheMoreChecksOfItsConfiguration() {
        addAllBut("");
        add("chain", () -> new Result(WARN, "old"));
        assertEquals(
                503, new HealthReport(List.of("chain", "evm"), checks).reply().status());
        add("evm", () -> new Result(WARN, "old"));
        assertEquals(
                200, new HealthReport(List.of("chain", "evm"), checks).reply().status());
    }

    @Test
    void checksThatFailAreReportedBesideTheOthers() {
        for (Throwable failure : List.of(new IllegalStateException("no"), new NoClassDefFoundError("no"))) {
            checks.clear();
            addAllBut("journal");
            add("journal", () -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            });
            add("other", () -> new Result(WARN, "slow"));
            assertEquals(503, reply().status());
            assertEquals(HEALTH_CHECK_ERROR, report().status());
            assertEquals("the health check failed: " + failure, text("journal"));
            assertEquals("fine", text("axon"));
            assertEquals("slow", text("other"));
        }
    }

    @Test
    void warningsKeepTheHostHealthy() {
        addAllBut("wallet");
        add("wallet", () -> new Result(WARN, "readable"));
        assertEquals(200, reply().status());
        assertEquals(WARN, report().status());
    }

    private void addAllBut(String missing) {
        HealthReport.EXPECTED.stream()
                .filter(name -> !name.equals(missing))
                .forEach(name -> add(name, () -> new Result(OK, "fine")));
    }

    private void add(String name, HealthCheck check) {
        checks.add(Map.entry(Map.of(HealthCheck.NAME, name), check));
    }

    private JsonReply reply() {
        return new HealthReport(List.of(), checks).reply();
    }

    private HealthReport.Report report() {
        return (HealthReport.Report) reply().body();
    }

    private String text(String name) {
        return report().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .messages()
                .get(0)
                .text();
    }
}
