package weir.console.internal.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.console.internal.ConsoleConfiguration;

/**
 * Runs the health checks of all bundles on the calling thread, and reports the checks that are missing. Felix's
 * HealthCheckExecutor would need two more bundles, ten threads and 0.25 s of CPU time at each start.
 */
@Component(
        service = HealthReport.class,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HealthReport {

    /** The checks of every host; a test compares them with the components of all bundles. */
    static final List<String> EXPECTED =
            List.of("axon", "challenges", "history", "installer", "journal", "rounds", "router", "wallet");

    private static final String MISSING =
            "this check is missing, because the component that provides it is not active. See the log, then restart the host";

    @Reference(
            service = HealthCheck.class,
            target = "(" + HealthCheck.TAGS + "=weir)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<Map.Entry<Map<String, Object>, HealthCheck>> checks = new CopyOnWriteArrayList<>();

    private final Set<String> expected = new LinkedHashSet<>(EXPECTED);

    /** The reference adds the checks. */
    @Activate
    public HealthReport(ConsoleConfiguration configuration) {
        this(List.of(configuration.more_checks()), List.of());
    }

    HealthReport(List<String> more, List<Map.Entry<Map<String, Object>, HealthCheck>> checks) {
        expected.addAll(more);
        this.checks.addAll(checks);
    }

    public record Report(Result.Status status, List<Check> checks) {}

    public record Check(String name, Result.Status status, List<Message> messages) {}

    public record Message(Result.Status status, String text) {}

    /** Returns the report. The HTTP status is 503 if the worst status is critical, otherwise 200. */
    JsonReply reply() {
        Report report = report();
        return new JsonReply(report.status().compareTo(Result.Status.CRITICAL) < 0 ? 200 : 503, report);
    }

    /** Whether a check is registered, for example {@code axon}, which is while the axon listens. Does not run it. */
    public boolean isRegistered(String name) {
        return checks.stream().anyMatch(check -> name.equals(check.getKey().get(HealthCheck.NAME)));
    }

    /** Runs all checks and returns their results and the worst status. */
    public Report report() {
        List<Check> results = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(expected);
        for (Map.Entry<Map<String, Object>, HealthCheck> check : checks) {
            String name = String.valueOf(check.getKey().get(HealthCheck.NAME));
            results.add(check(name, execute(check.getValue())));
            missing.remove(name);
        }
        missing.forEach(name -> results.add(check(name, new Result(Result.Status.CRITICAL, MISSING))));
        results.sort(Comparator.comparing(Check::name));
        Result.Status worst = results.stream()
                .map(Check::status)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Report(worst, results);
    }

    private static Check check(String name, Result result) {
        List<Message> messages = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            messages.add(new Message(entry.getStatus(), entry.getMessage()));
        }
        return new Check(name, result.getStatus(), messages);
    }

    private static Result execute(HealthCheck check) {
        try {
            return check.execute();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "the health check failed: " + e);
        }
    }
}
