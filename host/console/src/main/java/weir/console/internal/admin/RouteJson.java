package weir.console.internal.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Locale;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.RouteStatus;

/** The admin interface's JSON of routes: {@code "-"} for no serving version, {@code "any"} for no version range. */
final class RouteJson {

    private RouteJson() {}

    static JsonArray of(Collection<RouteStatus> routes) {
        JsonArray array = new JsonArray();
        routes.forEach(route -> array.add(of(route)));
        return array;
    }

    static JsonObject of(RouteStatus route) {
        JsonObject json = new JsonObject();
        json.addProperty("id", route.id());
        json.addProperty("chainId", route.chainId());
        json.addProperty("pair", route.pair());
        json.addProperty("strategy", route.strategy());
        json.addProperty(
                "versions", route.versions().map(VersionRange::toString).orElse("any"));
        json.addProperty("upgrade", lowerCase(route.upgrade()));
        json.addProperty("serving", route.serving().map(Version::toString).orElse("-"));
        JsonArray available = new JsonArray();
        route.instances().forEach(instance -> available.add(instance(instance)));
        json.add("available", available);
        json.addProperty("answers", route.answers());
        json.addProperty("fallbacks", route.fallbacks());
        json.addProperty("note", route.note());
        return json;
    }

    private static JsonObject instance(RouteStatus.Instance instance) {
        JsonObject json = new JsonObject();
        json.addProperty("version", instance.version().toString());
        json.addProperty("bundleId", instance.bundleId());
        json.addProperty("state", lowerCase(instance.state()));
        json.addProperty("failure", instance.failure());
        return json;
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
