package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import weir.base.WeirException;
import weir.launcher.AdminPort;

/** Sends commands to the host that runs on a home. Errors of the host become {@link WeirException}s. */
public final class AdminClient {

    private final AdminPort port;

    public AdminClient(AdminPort port) {
        this.port = port;
    }

    /** Reads a resource: {@code strategies}, {@code routes}, … */
    public JsonElement get(String... path) {
        return JsonParser.parseString(port.get(path));
    }

    /** Sends a command without a body. */
    public JsonElement post(String... path) {
        return post(BodyPublishers.noBody(), path);
    }

    /** Sends a command with JSON. */
    public JsonElement post(JsonObject body, String... path) {
        return post(BodyPublishers.ofString(body.toString()), path);
    }

    /** Sends a command with a body. */
    public JsonElement post(BodyPublisher body, String... path) {
        return JsonParser.parseString(port.send("POST", body, path));
    }

    /** Sends a command with bytes. */
    public JsonElement post(byte[] body, String... path) {
        return post(BodyPublishers.ofByteArray(body), path);
    }
}
