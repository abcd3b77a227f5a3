package weir.console.internal.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Routes;

/** Commands on routes. Each is an edit of a file in the routes folder, which the router writes and puts in force. */
@Component(service = RouteCommands.class)
public final class RouteCommands {

    /** A changed route's instance of a strategy comes up by itself, in some milliseconds. */
    private static final Duration COMES_UP = Duration.ofSeconds(2);

    private final Router router;
    private final Routes routes;
    private final InstalledStrategies strategies;

    /** Made by DS. */
    @Activate
    public RouteCommands(
            @Reference Router router, @Reference Routes routes, @Reference InstalledStrategies strategies) {
        this.router = router;
        this.routes = routes;
        this.strategies = strategies;
    }

    /** The routes in the order in which they are tried, and what is to be mended in their folder. */
    JsonObject list() {
        JsonObject json = new JsonObject();
        json.add("routes", RouteJson.of(router.routes()));
        json.add("problems", new Gson().toJsonTree(router.problems()));
        return json;
    }

    /** Who served the route since when, the newest last. */
    JsonArray changes(String route) {
        JsonArray changes = new JsonArray();
        for (Routes.Change change : routes.changes(route)) {
            JsonObject json = new JsonObject();
            json.addProperty("at", change.at().toString());
            json.addProperty("route", change.route());
            json.addProperty("strategy", change.strategy().orElse("-"));
            json.addProperty("version", change.version().map(Version::toString).orElse("-"));
            json.addProperty("why", change.reason());
            changes.add(json);
        }
        return changes;
    }

    /**
     * Writes fields of a route, new or old: what is not named stays, {@code null} removes; {@code filter} and
     * {@code parameters} are merged in the same way.
     */
    synchronized JsonElement set(String id, JsonObject fields) throws Complaint, IOException {
        JsonObject route = merged(current(id), fields);
        routes.set(
                id,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(route) + "\n");
        return inForce(id);
    }

    /** Body: {@code {"strategy": NAME, "versions": RANGE}}. */
    synchronized JsonElement pin(String route, JsonObject body) throws Complaint, IOException {
        String strategy = RequestBody.text(body, "strategy", "send the strategy's name");
        String versions = RequestBody.text(body, "versions", "send a version range, for example [1.0,2.0)");
        strategies.require(strategy, versions);
        return inForce(routes.pin(route, strategy, versions));
    }

    synchronized JsonElement rollback(String route) throws Complaint, IOException {
        routes.rollback(route);
        return inForce(idOf(route));
    }

    synchronized JsonElement remove(String id) throws IOException {
        routes.remove(id);
        return list();
    }

    /** A pool's own route where it has one by now; else what was named. */
    private String idOf(String route) {
        String pool = route.toLowerCase(Locale.ROOT);
        return router.routes().stream()
                .filter(status -> !status.id().equals(route) && status.pair().equals(pool))
                .map(RouteStatus::id)
                .findFirst()
                .orElse(route);
    }

    private JsonObject current(String id) throws Complaint, IOException {
        Optional<String> text = routes.text(id);
        try {
            return text.isEmpty()
                    ? new JsonObject()
                    : JsonParser.parseString(text.get()).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new Complaint(409, id + ".json: is no JSON object; mend or delete the file first");
        }
    }

    private static JsonObject merged(JsonObject route, JsonObject fields) {
        for (Map.Entry<String, JsonElement> field : fields.entrySet()) {
            JsonElement old = route.get(field.getKey());
            if (field.getValue().isJsonNull()) {
                route.remove(field.getKey());
            } else if (field.getValue().isJsonObject()) {
                route.add(
                        field.getKey(),
                        merged(
                                old != null && old.isJsonObject() ? old.getAsJsonObject() : new JsonObject(),
                                field.getValue().getAsJsonObject()));
            } else {
                route.add(field.getKey(), field.getValue());
            }
        }
        return route;
    }

    /** How the route stands, once somebody serves it or is not going to. */
    private JsonElement inForce(String id) throws Complaint {
        long end = System.nanoTime() + COMES_UP.toNanos();
        Optional<RouteStatus> status = status(id);
        try {
            while (status.isPresent() && status.get().serving().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(10);
                status = status(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return RouteJson.of(status.orElseThrow(() -> new Complaint(
                409, id + ".json: is written but not in force; " + String.join("; ", router.problems()))));
    }

    private Optional<RouteStatus> status(String id) {
        return router.routes().stream().filter(route -> route.id().equals(id)).findFirst();
    }
}
