package weir.console.internal.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Routes;

/** The admin API's commands on routes. A command that changes a route writes a route file through {@link Routes}. Thread-safe. */
final class RouteCommands {

    /** Longest wait until a version serves the changed route. The wait usually takes milliseconds. */
    private static final Duration SERVING_TIMEOUT = Duration.ofSeconds(2);

    private final Router router;
    private final Routes routes;
    private final StateMonitor states;

    RouteCommands(Router router, Routes routes, StateMonitor states) {
        this.router = router;
        this.routes = routes;
        this.states = states;
    }

    /** All routes in the order in which the router tries them, and the router's problems. */
    record Listing(List<JsonObject> routes, List<String> problems) {}

    Listing list() {
        return new Listing(router.routes().stream().map(RouteCommands::json).toList(), router.problems());
    }

    /** Returns the changes of the route's serving version, newest last. */
    List<JsonObject> changes(String route) {
        return routes.changes(route).stream()
                .map(change -> toJson(change, Map.of("time", "at", "reason", "why")))
                .toList();
    }

    /**
     * Creates a route or changes fields of it. Fields that are not given keep their values; {@code null} removes a field.
     * Objects such as {@code parameters} are merged in the same way.
     */
    synchronized JsonObject set(String id, JsonObject fields) throws HttpError, IOException {
        routes.set(id, JsonReply.GSON.toJson(merge(readFile(id), fields)) + "\n");
        return awaitServing(id);
    }

    /** @param body {@code {"strategy": NAME, "versions": RANGE}} */
    synchronized JsonObject pin(String route, JsonObject body) throws HttpError, IOException {
        String strategy = RequestBody.requireString(body, "strategy", "send the strategy's name");
        String versions = RequestBody.requireString(body, "versions", "send a version range, for example [1.0,2.0)");
        return awaitServing(routes.pin(route, strategy, versions));
    }

    synchronized JsonObject rollback(String route) throws HttpError, IOException {
        routes.rollback(route);
        return awaitServing(ownRouteId(route));
    }

    synchronized Listing remove(String id) throws IOException {
        routes.remove(id);
        return list();
    }

    /** Returns the id of a pool's own route if {@code route} is a pool address; otherwise {@code route}. */
    private String ownRouteId(String route) {
        String pool = route.toLowerCase(Locale.ROOT);
        return router.routes().stream()
                .filter(status -> !status.id().equals(route) && status.pair().equals(pool))
                .map(RouteStatus::id)
                .findFirst()
                .orElse(route);
    }

    private JsonObject readFile(String id) throws HttpError, IOException {
        Optional<String> text = routes.text(id);
        try {
            return text.isEmpty()
                    ? new JsonObject()
                    : JsonParser.parseString(text.get()).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new HttpError(409, id + ".json: not a JSON object; correct or delete the file first");
        }
    }

    private static JsonObject merge(JsonObject target, JsonObject fields) {
        for (Map.Entry<String, JsonElement> field : fields.entrySet()) {
            if (field.getValue().isJsonNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof JsonObject object) {
                JsonObject old = target.get(field.getKey()) instanceof JsonObject present ? present : new JsonObject();
                target.add(field.getKey(), merge(old, object));
            } else {
                target.add(field.getKey(), field.getValue());
            }
        }
        return target;
    }

    /** Waits until a version serves the route or the timeout has passed, and returns the route. */
    private JsonObject awaitServing(String id) throws HttpError {
        states.await(
                () -> Optional.of(status(id))
                        .filter(route ->
                                route.isEmpty() || route.get().serving().isPresent()),
                SERVING_TIMEOUT);
        return status(id)
                .map(RouteCommands::json)
                .orElseThrow(() -> new HttpError(
                        409, id + ".json was written but is not in force; " + String.join("; ", router.problems())));
    }

    private Optional<RouteStatus> status(String id) {
        return router.routes().stream().filter(route -> route.id().equals(id)).findFirst();
    }

    private static JsonObject json(RouteStatus route) {
        JsonObject json = toJson(route, Map.of("instances", "available", "problem", "note"));
        for (JsonElement instance : json.getAsJsonArray("available")) {
            rename(instance.getAsJsonObject(), "reason", "failure");
        }
        if (route.versions().isEmpty()) {
            json.addProperty("versions", "any");
        }
        return json;
    }

    /** Converts a record to JSON, with the field names that clients of version 0.2 expect. */
    private static JsonObject toJson(Object record, Map<String, String> fieldByComponent) {
        JsonObject json = JsonReply.GSON.toJsonTree(record).getAsJsonObject();
        fieldByComponent.forEach((component, field) -> rename(json, component, field));
        return json;
    }

    private static void rename(JsonObject json, String component, String field) {
        json.add(field, json.remove(component));
    }
}
