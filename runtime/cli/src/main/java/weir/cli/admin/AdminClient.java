package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import weir.base.WeirException;
import weir.launcher.AdminPort;

/** Sends commands to the host that runs on a home. Errors of the host become {@link WeirException}s. */
final class AdminClient {

    private final AdminPort port;

    AdminClient(AdminPort port) {
        this.port = port;
    }

    /** Reads a resource: {@code strategies}, {@code routes}, … */
    JsonElement get(String... path) {
        return JsonParser.parseString(port.get(path));
    }

    /** Sends a command without a body. */
    JsonElement post(String... path) {
        return post(BodyPublishers.noBody(), path);
    }

    /** Sends a command with JSON. */
    JsonElement post(JsonObject body, String... path) {
        return post(BodyPublishers.ofString(body.toString()), path);
    }

    /** Sends a command with a body. */
    JsonElement post(BodyPublisher body, String... path) {
        return JsonParser.parseString(port.send("POST", body, path));
    }
}
