package weir.console.internal.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

/** What the bundles say of their health: each registers a check of its own, all are asked on the spot. */
@Component(service = HealthReport.class)
public final class HealthReport {

    @Reference(
            service = HealthCheck.class,
            target = "(" + HealthCheck.TAGS + "=weir)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<Map.Entry<Map<String, Object>, HealthCheck>> checks = new CopyOnWriteArrayList<>();

    private record Checked(String name, Result result) {}

    /**
     * The checks and the worst of them.
     *
     * @return {@code {"status": "ok", "checks": [{"name", "status", "messages": [{"status", "text"}]}]}}
     */
    Report report() {
        List<Checked> results = checks.stream()
                .map(check ->
                        new Checked(String.valueOf(check.getKey().get(HealthCheck.NAME)), execute(check.getValue())))
                .sorted(Comparator.comparing(Checked::name))
                .toList();
        Result.Status worst = results.stream()
                .map(checked -> checked.result().getStatus())
                .max(Comparator.naturalOrder())
                .orElse(Result.Status.CRITICAL);
        return new Report(worst, json(worst, results));
    }

    private static Result execute(HealthCheck check) {
        try {
            return check.execute();
        } catch (RuntimeException e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "the check itself failed: " + e);
        }
    }

    private static JsonObject json(Result.Status worst, List<Checked> results) {
        JsonArray all = new JsonArray();
        for (Checked checked : results) {
            JsonArray messages = new JsonArray();
            for (ResultLog.Entry entry : checked.result()) {
                JsonObject message = new JsonObject();
                message.addProperty("status", name(entry.getStatus()));
                message.addProperty("text", entry.getMessage());
                messages.add(message);
            }
            JsonObject check = new JsonObject();
            check.addProperty("name", checked.name());
            check.addProperty("status", name(checked.result().getStatus()));
            check.add("messages", messages);
            all.add(check);
        }
        JsonObject report = new JsonObject();
        report.addProperty("status", name(worst));
        report.add("checks", all);
        return report;
    }

    private static String name(Result.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** A report and its worst status. */
    record Report(Result.Status status, JsonObject json) {

        /** Whether queries are not answered as they should be. */
        boolean isCritical() {
            return status.compareTo(Result.Status.CRITICAL) >= 0;
        }
    }
}
