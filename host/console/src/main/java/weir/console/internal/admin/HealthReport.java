package weir.console.internal.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Runs the health checks of all bundles on the calling thread. Felix's HealthCheckExecutor would need two more bundles, ten
 * threads and 0.25 s of CPU time at each start.
 */
@Component(service = HealthReport.class)
public final class HealthReport {

    @Reference(
            service = HealthCheck.class,
            target = "(" + HealthCheck.TAGS + "=weir)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<Map.Entry<Map<String, Object>, HealthCheck>> checks = new CopyOnWriteArrayList<>();

    record Report(Result.Status status, List<Check> checks) {}

    record Check(String name, Result.Status status, List<Message> messages) {}

    record Message(Result.Status status, String text) {}

    /**
     * Returns the results of all checks and the worst status. The HTTP status is 503 if the worst status is critical, otherwise
     * 200.
     */
    JsonReply reply() {
        Result.Status worst = null;
        List<Check> results = new ArrayList<>();
        for (Map.Entry<Map<String, Object>, HealthCheck> check : checks) {
            Result result = execute(check.getValue());
            if (worst == null || result.getStatus().compareTo(worst) > 0) {
                worst = result.getStatus();
            }
            List<Message> messages = new ArrayList<>();
            for (ResultLog.Entry entry : result) {
                messages.add(new Message(entry.getStatus(), entry.getMessage()));
            }
            String name = String.valueOf(check.getKey().get(HealthCheck.NAME));
            results.add(new Check(name, result.getStatus(), messages));
        }
        results.sort(Comparator.comparing(Check::name));
        Result.Status status = worst == null ? Result.Status.CRITICAL : worst;
        return new JsonReply(status.compareTo(Result.Status.CRITICAL) < 0 ? 200 : 503, new Report(status, results));
    }

    private static Result execute(HealthCheck check) {
        try {
            return check.execute();
        } catch (RuntimeException e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "the health check failed: " + e);
        }
    }
}
