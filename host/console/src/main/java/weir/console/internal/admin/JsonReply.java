package weir.console.internal.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A response of the admin API.
 *
 * @param status HTTP status
 * @param body what Gson writes as JSON: records, lists, maps
 */
record JsonReply(int status, Object body) {

    static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    static JsonReply ok(Object body) {
        return new JsonReply(200, body);
    }

    /** {@code {"message": …}}: what is wrong, a semicolon, and what to do. */
    static JsonReply error(int status, String message) {
        return new JsonReply(status, Map.of("message", message));
    }

    void send(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] json = (GSON.toJson(body) + "\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(json), callback);
    }
}
