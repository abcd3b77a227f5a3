package weir.console.internal.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * A response of the admin API.
 *
 * @param status HTTP status
 * @param body object that Gson writes as JSON, for example a record or a list
 */
public record JsonReply(int status, Object body) {

    /** Writes an empty {@link Optional} as {@code "-"}, enum constants in lower case, and versions and instants as strings. */
    public static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .registerTypeHierarchyAdapter(Optional.class, (JsonSerializer<Optional<?>>)
                    (optional, type, gson) -> gson.serialize(optional.isPresent() ? optional.get() : "-"))
            .registerTypeHierarchyAdapter(
                    Enum.class, asString(constant -> constant.toString().toLowerCase(Locale.ROOT)))
            .registerTypeAdapter(Version.class, asString(Object::toString))
            .registerTypeAdapter(VersionRange.class, asString(Object::toString))
            .registerTypeAdapter(Instant.class, asString(Object::toString))
            .create();

    public static JsonReply ok(Object body) {
        return new JsonReply(200, body);
    }

    /** @param message the problem, a semicolon, and the remedy */
    public static JsonReply error(int status, String message) {
        return new JsonReply(status, Map.of("message", message));
    }

    private static JsonSerializer<Object> asString(Function<Object, String> toText) {
        return (value, type, gson) -> new JsonPrimitive(toText.apply(value));
    }

    public void send(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] json = (GSON.toJson(body) + "\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(json), callback);
    }
}
