package weir.doctor;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import weir.base.Secrets;
import weir.doctor.Check.Status;
import weir.report.TextTable;

/**
 * The results of all checks. Immutable.
 *
 * @param checks in the order in which an operator repairs
 */
public record DoctorReport(List<Check> checks) {

    /** Exit code if there is a fault. */
    public static final int FAULTS = 1;

    /** Exit code if there is no fault, but not everything could be checked. */
    public static final int NOT_ALL_CHECKED = 6;

    public DoctorReport {
        checks = List.copyOf(checks);
    }

    /** The worst result. */
    public Status status() {
        return checks.stream().map(Check::status).max(Comparator.naturalOrder()).orElse(Status.OK);
    }

    /** Returns 0 without faults, {@link #FAULTS} or {@link #NOT_ALL_CHECKED}. */
    public int exitCode() {
        return count(Status.FAULT) > 0 ? FAULTS : count(Status.UNCHECKED) > 0 ? NOT_ALL_CHECKED : 0;
    }

    /** Returns one line for each check with status, name, message and remedy; then a line with the numbers. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            String remedy = check.remedy().isEmpty() ? "" : ". " + check.remedy();
            String line = String.format("%-9s %-14s %s%s", word(check.status()), check.name(), check.message(), remedy);
            text.append(TextTable.plain(Secrets.mask(line))).append('\n');
        }
        return text.append(String.format(
                        "%d faults, %d warnings, %d not checked, %d ok%n",
                        count(Status.FAULT), count(Status.WARNING), count(Status.UNCHECKED), count(Status.OK)))
                .toString();
    }

    /** Returns {@code {"status": …, "exitCode": …, "checks": [{"name", "status", "message", "remedy"}]}}. */
    public String json() {
        JsonArray array = new JsonArray();
        for (Check check : checks) {
            JsonObject json = new JsonObject();
            json.addProperty("name", check.name());
            json.addProperty("status", word(check.status()));
            json.addProperty("message", Secrets.mask(check.message()));
            json.addProperty("remedy", check.remedy());
            array.add(json);
        }
        JsonObject report = new JsonObject();
        report.addProperty("status", word(status()));
        report.addProperty("exitCode", exitCode());
        report.add("checks", array);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(report);
    }

    private long count(Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
