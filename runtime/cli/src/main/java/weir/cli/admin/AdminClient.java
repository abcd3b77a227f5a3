package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import weir.base.WeirException;
import weir.launcher.Home;

/** Asks the host that runs on a home. What it refuses becomes a {@link WeirException} in its own words. */
final class AdminClient {

    private static final Duration CONNECTS = Duration.ofSeconds(5);
    private static final Duration ANSWERS = Duration.ofSeconds(45);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECTS).build();
    private final Home home;
    private final Duration answers;

    AdminClient(Home home) {
        this(home, ANSWERS);
    }

    AdminClient(Home home, Duration answers) {
        this.home = home;
        this.answers = answers;
    }

    /** What is there: {@code strategies}, {@code routes}, … */
    JsonElement get(String... path) {
        return send(request(path).GET());
    }

    /** A change without further words. */
    JsonElement post(String... path) {
        return post(BodyPublishers.noBody(), path);
    }

    /** A change that JSON describes. */
    JsonElement post(JsonObject body, String... path) {
        return post(BodyPublishers.ofString(body.toString()), path);
    }

    /** A change with something to carry. */
    JsonElement post(BodyPublisher body, String... path) {
        return send(request(path).POST(body));
    }

    private HttpRequest.Builder request(String... path) {
        StringBuilder url = new StringBuilder("http://127.0.0.1:").append(read(home.adminPort()));
        for (String name : path) {
            if (name.isBlank() || name.contains("/") || name.contains("\\") || name.matches("\\.{1,2}")) {
                throw WeirException.usage(
                        "'" + name + "' is no name",
                        "Write it as `weir routes` and `weir strategies` show it, or a pool's address.");
            }
            // A query's blank is a plus, a path's is not.
            url.append('/')
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return HttpRequest.newBuilder(URI.create(url.toString()))
                .timeout(answers)
                .header("Authorization", "Bearer " + read(home.adminToken()));
    }

    private JsonElement send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            JsonElement json = JsonParser.parseString(answer.body());
            if (answer.statusCode() == 200) {
                return json;
            }
            throw refused(
                    answer.statusCode(), json.getAsJsonObject().get("message").getAsString());
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw WeirException.failed(
                    "what answers on the admin port of " + home.folder() + " does not talk as a host does",
                    "It may be starting or stopping: try again in a second. If it stays so, restart the host.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        } catch (HttpConnectTimeoutException e) {
            throw notRunning();
        } catch (HttpTimeoutException e) {
            throw WeirException.failed(
                    "the host on the home " + home.folder() + " has not answered within " + answers.toSeconds() + " s",
                    "It may still be at it: look with `weir strategies` and `weir routes`, or into its log, before you"
                            + " give the command again.");
        } catch (IOException e) {
            throw notRunning();
        }
    }

    /** The host's complaint: what is wrong, a semicolon, what to do. */
    private static WeirException refused(int status, String message) {
        int remedy = message.lastIndexOf("; ");
        String what = remedy < 0 ? message : message.substring(0, remedy);
        String todo = remedy < 0 ? "See the log of the host." : sentence(message.substring(remedy + 2));
        return status == 400 || status == 404 ? WeirException.usage(what, todo) : WeirException.failed(what, todo);
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw notRunning();
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read " + file, "Give the command as the user who runs the host, or restart the host.", e);
        }
    }

    private WeirException notRunning() {
        return WeirException.failed(
                "no host is running on the home " + home.folder(),
                "Start one with: weir run --home " + home.folder() + ", or name another home with --home FOLDER.");
    }
}
