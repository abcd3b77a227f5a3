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

/** Adds the headers of Bittensor's protocol to responses. Thread-safe. */
final class ResponseHeaders {

    private static final String SDK_VERSION = Integer.toString(Subnet.SDK_VERSION);

    /** Longer values are cut, so that all echoed headers fit into a response. The longest valid one, a signature, has 130. */
    private static final int MAX_VALUE_CHARS = 256;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(12);

    /** The longest timeout of a validator, which it uses in live rounds. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    private static final List<String> ECHOED_HEADERS = List.of(
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

    private final String axonUuid = UUID.randomUUID().toString();

    /** The axon's id in error responses. */
    String axonUuid() {
        return axonUuid;
    }

    /** Returns how long the client waits for the response: the header {@code timeout}, at most 30 s; 12 s without the header. */
    static Duration parseTimeout(Request request) throws HttpError {
        String timeout = request.getHeaders().get(HeaderNames.TIMEOUT);
        if (timeout == null) {
            return DEFAULT_TIMEOUT;
        }
        try {
            double seconds = Double.parseDouble(timeout);
            if (seconds > 0) {
                double limitedSeconds = Math.min(seconds, MAX_TIMEOUT.toSeconds());
                return Duration.ofNanos((long) (limitedSeconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // Handled below, like a negative number.
        }
        throw HttpError.badRequest(HeaderNames.TIMEOUT, "must be a number of seconds greater than zero");
    }

    /** Adds the headers of status 200. */
    void addSuccess(HttpFields request, HttpFields.Mutable response, double processSeconds) {
        addEchoedHeaders(request, response);
        String signature = request.get(HeaderNames.DENDRITE_SIGNATURE);
        if (signature != null) {
            add(response, HeaderNames.DENDRITE_SIGNATURE, toPrintable(signature));
        }
        addStatus(response, 200, "Success", processSeconds);
    }

    /** Adds the headers of an error. Does not echo the request's signature. */
    void addError(HttpFields request, HttpFields.Mutable response, HttpError error, double processSeconds) {
        addEchoedHeaders(request, response);
        addStatus(response, error.status(), error.getMessage(), processSeconds);
        add(response, HeaderNames.AXON_VERSION, SDK_VERSION);
        add(response, HeaderNames.AXON_NONCE, Long.toString(System.currentTimeMillis() * 1_000_000));
        add(response, HeaderNames.AXON_UUID, axonUuid);
    }

    private static void addStatus(HttpFields.Mutable response, int status, String message, double processSeconds) {
        add(response, HeaderNames.AXON_STATUS_CODE, Integer.toString(status));
        add(response, HeaderNames.AXON_STATUS_MESSAGE, toPrintable(message));
        add(response, HeaderNames.AXON_PROCESS_TIME, Double.toString(processSeconds));
    }

    private static void addEchoedHeaders(HttpFields request, HttpFields.Mutable response) {
        for (String name : ECHOED_HEADERS) {
            String value = request.get(name);
            if (value != null) {
                add(response, name, toPrintable(value));
            }
        }
    }

    private static void add(HttpFields.Mutable response, String name, String value) {
        response.add(new HttpField(null, name, value));
    }

    /** Returns a client's value in a form that is safe in a header: cut, with {@code ?} for all but printable ASCII. */
    private static String toPrintable(String text) {
        String shortened = text.length() <= MAX_VALUE_CHARS ? text : text.substring(0, MAX_VALUE_CHARS);
        for (int i = 0; i < shortened.length(); i++) {
            char c = shortened.charAt(i);
            if (c < ' ' || c > '~') {
                return shortened.replaceAll("[^ -~]", "?");
            }
        }
        return shortened;
    }
}
