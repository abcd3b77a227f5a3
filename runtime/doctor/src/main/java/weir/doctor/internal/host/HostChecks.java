package weir.doctor.internal.host;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import weir.base.WeirException;
import weir.doctor.Check;
import weir.launcher.PortCheck;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Whether the host runs and is healthy, or its port is free. */
public final class HostChecks {

    /** Health checks that have no check of their own here. */
    private static final Set<String> HEALTH = Set.of("axon", "history", "journal", "rounds", "wallet");

    private HostChecks() {}

    /**
     * Compares the settings of this command with those that the host uses.
     *
     * @param own settings that a new host would use
     */
    public static Optional<Check> settings(RunningHost host, Settings own) {
        List<String> differences = new ArrayList<>();
        host.settings().forEach((setting, used) -> {
            if (!own.origin(setting).startsWith("default") && !own.text(setting).equals(used)) {
                differences.add(setting.key() + " is " + (used.isEmpty() ? "not set" : used) + " and not "
                        + own.text(setting) + " (" + own.origin(setting) + ")");
            }
        });
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(Check.warning(
                        "settings",
                        "the running host is checked with its own settings: " + String.join("; ", differences),
                        "Restart the host if it shall use the other ones."));
    }

    public static Check port(Settings settings, Optional<RunningHost> host) {
        String address = address(settings);
        if (host.isPresent()) {
            return status(host.get(), "axon").equals("critical")
                    ? Check.fault(
                            "port",
                            "the host runs, but " + address + " does not answer",
                            "See the log, then restart the host.")
                    : Check.ok("port", address + " is served by the host on this home");
        }
        try {
            PortCheck.requireFree(
                    settings.text(Setting.AXON_IP), settings.number(Setting.AXON_PORT), Setting.AXON_PORT);
            return Check.ok("port", address + " is free; no host runs on this home");
        } catch (WeirException e) {
            return Check.fault("port", e.problem() + "; no host runs on this home", e.remedy());
        }
    }

    /** Where the host listens: {@code 0.0.0.0:8091}. */
    public static String address(Settings settings) {
        String ip = settings.text(Setting.AXON_IP);
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + settings.text(Setting.AXON_PORT);
    }

    /** The problems of the host's own health checks. */
    public static List<Check> health(RunningHost host) {
        List<Check> found = new ArrayList<>();
        for (JsonObject check : JsonFields.objects(host.health(), "checks")) {
            if (!HEALTH.contains(JsonFields.text(check, "name"))) {
                continue;
            }
            for (JsonObject message : JsonFields.objects(check, "messages")) {
                String status = JsonFields.text(message, "status");
                if (!status.equals("ok") && !JsonFields.text(message, "text").contains("no vault")) {
                    // The message contains the remedy.
                    found.add(
                            status.equals("warn")
                                    ? Check.warning(
                                            JsonFields.text(check, "name"), JsonFields.text(message, "text"), "")
                                    : Check.fault(
                                            JsonFields.text(check, "name"), JsonFields.text(message, "text"), ""));
                }
            }
        }
        return found;
    }

    /** A message of the host: the problem, a semicolon and the remedy. */
    public static Check problem(String name, String message, boolean isWarning) {
        int separator = message.lastIndexOf("; ");
        String problem = separator < 0 ? message : message.substring(0, separator);
        String remedy = separator < 0 ? "See the log of the host." : sentence(message.substring(separator + 2));
        return isWarning ? Check.warning(name, problem, remedy) : Check.fault(name, problem, remedy);
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String status(RunningHost host, String name) {
        return JsonFields.objects(host.health(), "checks").stream()
                .filter(check -> JsonFields.text(check, "name").equals(name))
                .map(check -> JsonFields.text(check, "status"))
                .findFirst()
                .orElse("critical");
    }
}
