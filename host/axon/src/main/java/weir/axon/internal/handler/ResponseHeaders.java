package weir.axon.internal.handler;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.Subnet;

/** Adds the protocol's headers to a response. Thread-safe. */
final class ResponseHeaders {

    private static final String VERSION = Integer.toString(Subnet.SDK_VERSION);

    /** Valid headers are far shorter (a signature has 130 characters), and all echoed headers must fit into one response. */
    private static final int MAX_VALUE_LENGTH = 256;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(12);

    /** The longest that a validator waits: the execution of a live round. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    private static final List<String> ECHOED = List.of(
            HeaderNames.NAME,
            HeaderNames.TIMEOUT,
            HeaderNames.AXON_IP,
            HeaderNames.AXON_PORT,
            HeaderNames.AXON_HOTKEY,
            HeaderNames.DENDRITE_IP,
            HeaderNames.DENDRITE_VERSION,
            HeaderNames.DENDRITE_NONCE,
            HeaderNames.DENDRITE_UUID,
            HeaderNames.DENDRITE_HOTKEY,
            HeaderNames.HEADER_SIZE,
            HeaderNames.TOTAL_SIZE,
            HeaderNames.BODY_HASH);

    private final String uuid = UUID.randomUUID().toString();

    /** The axon's id in error responses. */
    String uuid() {
        return uuid;
    }

    /** How long the client waits for the answer: its {@code timeout} header, at most 30 s; 12 s without one. */
    static Duration timeout(Request request) throws HttpError {
        String timeout = request.getHeaders().get(HeaderNames.TIMEOUT);
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
        throw HttpError.badRequest(HeaderNames.TIMEOUT, "must be a number of seconds greater than zero");
    }

    /** Adds the headers of a 200. */
    void success(HttpFields request, HttpFields.Mutable response, double processTime) {
        echo(request, response);
        String signature = request.get(HeaderNames.DENDRITE_SIGNATURE);
        if (signature != null) {
            add(response, HeaderNames.DENDRITE_SIGNATURE, printable(signature));
        }
        status(response, 200, "Success", processTime);
    }

    /** Adds the headers of an error, never the signature that was rejected. */
    void error(HttpFields request, HttpFields.Mutable response, HttpError error, double processTime) {
        echo(request, response);
        status(response, error.status(), error.getMessage(), processTime);
        add(response, HeaderNames.AXON_VERSION, VERSION);
        add(response, HeaderNames.AXON_NONCE, Long.toString(System.currentTimeMillis() * 1_000_000));
        add(response, HeaderNames.AXON_UUID, uuid);
    }

    private static void status(HttpFields.Mutable response, int status, String message, double processTime) {
        add(response, HeaderNames.AXON_STATUS_CODE, Integer.toString(status));
        add(response, HeaderNames.AXON_STATUS_MESSAGE, printable(message));
        add(response, HeaderNames.AXON_PROCESS_TIME, Double.toString(processTime));
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
