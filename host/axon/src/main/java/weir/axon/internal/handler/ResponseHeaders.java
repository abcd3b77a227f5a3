package weir.axon.internal.handler;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import weir.axon.internal.HttpError;

/**
 * The protocol's headers of a response. Names are in lower case on the wire, because a dendrite matches them case-sensitively
 * (observed with the reference implementation). Thread-safe.
 */
final class ResponseHeaders {

    /** Version of the protocol: that of SDK 10.2. */
    private static final String VERSION = "10002000";

    /** Valid headers are far shorter (a signature has 130 characters), and all echoed headers must fit into one response. */
    private static final int MAX_VALUE_LENGTH = 256;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(12);

    /** The longest that a validator waits: the execution of a live round. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    private static final List<String> ECHOED = List.of(
            "name",
            "timeout",
            "bt_header_axon_ip",
            "bt_header_axon_port",
            "bt_header_axon_hotkey",
            "bt_header_dendrite_ip",
            "bt_header_dendrite_version",
            "bt_header_dendrite_nonce",
            "bt_header_dendrite_uuid",
            "bt_header_dendrite_hotkey",
            "header_size",
            "total_size",
            "computed_body_hash");

    private final String uuid = UUID.randomUUID().toString();

    /** How long the client waits for the answer: its {@code timeout} header, at most 30 s; 12 s without one. */
    static Duration timeout(Request request) throws HttpError {
        String timeout = request.getHeaders().get("timeout");
        if (timeout == null) {
            return DEFAULT_TIMEOUT;
        }
        try {
            double seconds = Double.parseDouble(timeout);
            if (seconds > 0) {
                double capped = Math.min(seconds, MAX_TIMEOUT.toSeconds());
                return Duration.ofNanos((long) (capped * 1e9));
            }
        } catch (NumberFormatException e) {
            // Answered like a negative number.
        }
        throw HttpError.badRequest("timeout", "must be a number of seconds greater than zero");
    }

    /** Adds the headers of a 200. */
    void success(HttpFields request, HttpFields.Mutable response, double processTime) {
        echo(request, response);
        String signature = request.get("bt_header_dendrite_signature");
        if (signature != null) {
            add(response, "bt_header_dendrite_signature", printable(signature));
        }
        status(response, 200, "Success", processTime);
    }

    /** Adds the headers of an error, never the signature that was rejected. */
    void error(HttpFields request, HttpFields.Mutable response, HttpError error, double processTime) {
        echo(request, response);
        status(response, error.status(), error.getMessage(), processTime);
        add(response, "bt_header_axon_version", VERSION);
        add(response, "bt_header_axon_nonce", Long.toString(System.currentTimeMillis() * 1_000_000));
        add(response, "bt_header_axon_uuid", uuid);
    }

    private static void status(HttpFields.Mutable response, int status, String message, double processTime) {
        add(response, "bt_header_axon_status_code", Integer.toString(status));
        add(response, "bt_header_axon_status_message", printable(message));
        add(response, "bt_header_axon_process_time", Double.toString(processTime));
    }

    private static void echo(HttpFields request, HttpFields.Mutable response) {
        for (String name : ECHOED) {
            String value = request.get(name);
            if (value != null) {
                add(response, name, printable(value));
            }
        }
    }

    private static void add(HttpFields.Mutable response, String name, String value) {
        response.add(new HttpField(null, name, value));
    }

    /** Makes a value that the client chose safe for a header: printable ASCII of bounded length. */
    private static String printable(String text) {
        String cut = text.length() <= MAX_VALUE_LENGTH ? text : text.substring(0, MAX_VALUE_LENGTH);
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c < ' ' || c > '~') {
                return cut.replaceAll("[^ -~]", "?");
            }
        }
        return cut;
    }
}
