package weir.launcher;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.HttpURLConnection;
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

/** The admin port of the host that runs on a home. Errors of the host become {@link WeirException}s. Thread-safe. */
public final class AdminPort {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(45);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final Home home;
    private final Duration responseTimeout;

    /** Thrown if no host listens on the port, or there is none. */
    public static final class NotRunningException extends WeirException {

        private static final long serialVersionUID = 1;

        private NotRunningException(Home home) {
            super(
                    false,
                    "no host is running on the home " + home.folder(),
                    "Start one with: weir run --home " + home.folder()
                            + ", or name another home with --home DIRECTORY.",
                    null);
        }
    }

    /** The port of the host that runs on a home, with the time-out of commands. */
    public AdminPort(Home home) {
        this(home, RESPONSE_TIMEOUT);
    }

    /** @param responseTimeout how long the host may take to answer */
    public AdminPort(Home home, Duration responseTimeout) {
        this.home = home;
        this.responseTimeout = responseTimeout;
    }

    /**
     * Reads a resource.
     *
     * @param path {@code strategies}, {@code routes}, … and names
     * @return JSON
     */
    public String get(String... path) {
        return send("GET", BodyPublishers.noBody(), path);
    }

    /** Whether the host answers validators: it listens on the axon port and versions serve. False if it does not answer at all. */
    public boolean isReady() {
        try {
            return http.send(request("ready").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException | WeirException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Returns a URL of the operator page, which is valid once, for ten minutes. Its code is in the fragment, which a browser does not send,
     * so no log can contain it.
     */
    public String pageUrl() {
        JsonElement answer = JsonParser.parseString(send("POST", BodyPublishers.noBody(), "page"));
        return url() + "/#" + answer.getAsJsonObject().get("code").getAsString();
    }

    /** URL of the admin port without a path. */
    private String url() {
        return "http://127.0.0.1:" + read(home.adminPortFile());
    }

    private HttpRequest.Builder request(String... path) {
        StringBuilder url = new StringBuilder(url());
        for (String name : path) {
            if (name.isBlank() || name.contains("/") || name.contains("\\") || name.matches("\\.{1,2}")) {
                throw WeirException.usage(
                        "'" + name + "' is no name",
                        "Write it as `weir routes` and `weir strategies` show it, or give a pool's address.");
            }
            // URLEncoder encodes a query, where a space is a plus.
            url.append('/')
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return HttpRequest.newBuilder(URI.create(url.toString()))
                .timeout(responseTimeout)
                .header("Authorization", "Bearer " + read(home.adminTokenFile()));
    }

    /**
     * Sends a request.
     *
     * @return JSON, also if the status is 503, which means that the host's health is critical
     * @throws NotRunningException if no host is running
     * @throws WeirException if the host does not answer, or its answer is an error
     */
    public String send(String method, BodyPublisher body, String... path) {
        try {
            HttpResponse<String> response =
                    http.send(request(path).method(method, body).build(), BodyHandlers.ofString());
            JsonElement json = JsonParser.parseString(response.body());
            if (response.statusCode() == 200 || response.statusCode() == HttpURLConnection.HTTP_UNAVAILABLE) {
                return response.body();
            }
            if (response.statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                // The files are left over from a host that was killed, and another program has got its port.
                throw new NotRunningException(home);
            }
            throw error(
                    response.statusCode(), json.getAsJsonObject().get("message").getAsString());
        } catch (IllegalArgumentException e) {
            throw WeirException.failed(
                    home.adminPortFile() + " or " + home.adminTokenFile() + " is damaged",
                    "Restart the host, which writes them again.",
                    e);
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw WeirException.failed(
                    "the answer on the admin port of " + home.folder() + " is not that of a host",
                    "The host may be starting or stopping: try again in a second, then restart it.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        } catch (HttpConnectTimeoutException e) {
            throw new NotRunningException(home);
        } catch (HttpTimeoutException e) {
            throw WeirException.failed(
                    "the host on the home " + home.folder() + " has not answered within " + responseTimeout.toSeconds()
                            + " s",
                    "It may still execute the command: check `weir strategies`, `weir routes` or its log before you"
                            + " repeat it.");
        } catch (IOException e) {
            throw new NotRunningException(home);
        }
    }

    /** Creates the error from a message of the form {@code problem; remedy}. */
    private static WeirException error(int status, String message) {
        int separator = message.lastIndexOf("; ");
        String problem = separator < 0 ? message : message.substring(0, separator);
        String remedy = separator < 0 ? "See the log of the host." : sentence(message.substring(separator + 2));
        return status == 400 || status == 404
                ? WeirException.usage(problem, remedy)
                : WeirException.failed(problem, remedy);
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new NotRunningException(home);
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read " + file, "Give the command as the user who runs the host, or restart the host.", e);
        }
    }
}
