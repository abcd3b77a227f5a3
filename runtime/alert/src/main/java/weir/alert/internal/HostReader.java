package weir.alert.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.base.WeirException;
import weir.launcher.AdminPort;
import weir.launcher.Home;

/** Reads the conditions of a host from its admin port. Not thread-safe. */
public final class HostReader {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_CONDITIONS = 1_000;

    /** Readings without an answer before the host counts as down: it may restart. */
    private static final int PATIENT_READINGS = 3;

    private final AdminPort port;
    private List<Condition> lastConditions = List.of();
    private final FallbackCounts fallbacks = new FallbackCounts();
    private int failures;

    /**
     * What was read.
     *
     * @param conditions all conditions; those of the last answer if the host does not answer
     * @param isAnswering whether the host answered
     */
    public record Reading(List<Condition> conditions, boolean isAnswering) {}

    public HostReader(Home home) {
        this(new AdminPort(home, RESPONSE_TIMEOUT));
    }

    HostReader(AdminPort port) {
        this.port = port;
    }

    /** Asks the host and waits for its answers. */
    public Reading read() {
        try {
            List<Condition> conditions = new ArrayList<>();
            addHealth(object(port.get("health")), conditions);
            addRoutes(object(port.get("routes")), conditions);
            addPlugins(object(port.get("strategies")), conditions);
            lastConditions = conditions.stream().limit(MAX_CONDITIONS).toList();
            failures = 0;
            return new Reading(with(host("up", false, "the host answers again")), true);
        } catch (WeirException | JsonParseException | IllegalStateException e) {
            failures++;
            String problem = e instanceof WeirException ? e.getMessage() : "the host's answer is not valid";
            return new Reading(
                    failures < PATIENT_READINGS
                            ? with(host("up", false, ""))
                            : with(host(
                                    "down", true, problem + ". Validators get no answer. Check the host and its log")),
                    false);
        }
    }

    private static Condition host(String value, boolean isProblem, String text) {
        return new Condition(Event.HOST, "", value, isProblem, text);
    }

    private List<Condition> with(Condition host) {
        List<Condition> conditions = new ArrayList<>(lastConditions);
        conditions.add(host);
        return conditions;
    }

    /**
     * Adds one condition for each check. Its value contains the messages, so that another problem of the same check is a change, but no
     * digits, so that a growing age is none.
     */
    static void addHealth(JsonObject health, List<Condition> conditions) {
        for (JsonObject check : objects(health, "checks")) {
            String name = text(check, "name");
            String status = text(check, "status");
            boolean isOk = status.equals("ok");
            List<String> messages = objects(check, "messages").stream()
                    .filter(message -> text(message, "status").equals(status))
                    .map(message -> text(message, "text"))
                    .toList();
            conditions.add(new Condition(
                    Event.HEALTH,
                    name,
                    isOk ? status : status + sortedWithoutNumbers(messages),
                    !isOk,
                    isOk
                            ? "health check " + name + " is ok again"
                            : "health check " + name + " is " + status + ": " + String.join("; ", messages)));
        }
    }

    private static List<String> sortedWithoutNumbers(List<String> messages) {
        return messages.stream()
                .map(message -> message.replaceAll("[0-9]+", ""))
                .distinct()
                .sorted()
                .toList();
    }

    private void addRoutes(JsonObject listing, List<Condition> conditions) {
        for (JsonObject route : objects(listing, "routes")) {
            String id = text(route, "id");
            String serving = text(route, "serving");
            boolean isServed = !serving.isEmpty() && !serving.equals("-");
            conditions.add(new Condition(
                    Event.ROUTE,
                    id,
                    isServed ? "served" : "unserved",
                    !isServed,
                    isServed
                            ? "route " + id + " is served again"
                            : "no version serves route " + id
                                    + ", so its queries are answered with the current positions: "
                                    + text(route, "note")));
            if (isServed) {
                String version = text(route, "strategy") + " " + serving;
                conditions.add(
                        new Condition(Event.VERSION, id, version, false, "route " + id + " is served by " + version));
            }
            long added = fallbacks.add(id, text(route, "fallbacks"));
            conditions.add(new Condition(
                    Event.FALLBACK,
                    id,
                    String.valueOf(added),
                    false,
                    added + " queries of route " + id
                            + " were answered with the current positions, because no decision was"
                            + " valid, since this process follows the host; `weir tail` shows why"));
        }
    }

    private static void addPlugins(JsonObject listing, List<Condition> conditions) {
        for (JsonObject plugin : objects(listing, "strategies")) {
            String message = text(plugin, "message");
            String file = text(plugin, "file");
            conditions.add(new Condition(
                    Event.PLUGIN,
                    file,
                    message,
                    !message.isEmpty(),
                    file + ": " + (message.isEmpty() ? "the problem is over" : message)));
        }
    }

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static String text(JsonObject json, String field) {
        return json.get(field) instanceof JsonPrimitive value ? value.getAsString() : "";
    }

    private static List<JsonObject> objects(JsonObject json, String field) {
        List<JsonObject> objects = new ArrayList<>();
        if (json.get(field) instanceof JsonArray list) {
            for (JsonElement element : list) {
                if (element instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    /** Fallbacks of each route since this object exists: the host counts from its own start. */
    private static final class FallbackCounts {

        private final Map<String, Long> lastByRoute = new HashMap<>();
        private final Map<String, Long> sumByRoute = new HashMap<>();

        long add(String route, String count) {
            long now = count.matches("[0-9]{1,18}") ? Long.parseLong(count) : 0;
            Long last = lastByRoute.put(route, now);
            long increase = last == null ? 0 : now < last ? now : now - last;
            return sumByRoute.merge(route, increase, Long::sum);
        }
    }
}
