package weir.axon.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import weir.axon.internal.wire.BadRequest;

/**
 * The protocol's headers on an answer. Names are in lower case on the wire, because a dendrite matches the answer's names
 * case-sensitively (observed on the real one).
 */
final class BtHeaders {

    /** Version of the protocol spoken: the SDK's 10.2. */
    private static final String VERSION = "10002000";

    /** An honest header is far shorter (a signature has 130 characters); all echoes together must fit one answer. */
    private static final int MAX_VALUE_LENGTH = 256;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(12);

    /** No validator waits longer: 30 s is a live round's execution. */
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

    /** How long the peer waits, capped; 12 s where it does not say. */
    static Duration timeout(HttpServletRequest request) throws BadRequest {
        String timeout = request.getHeader("timeout");
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
            // Not a number is as wrong as a negative one.
        }
        throw new BadRequest("timeout", "must be a number of seconds greater than zero");
    }

    /** Headers of a 200. */
    void success(HttpServletRequest request, HttpServletResponse response, double processTime) {
        echo(request, response);
        String signature = request.getHeader("bt_header_dendrite_signature");
        if (signature != null) {
            response.setHeader("bt_header_dendrite_signature", printable(signature));
        }
        status(response, 200, "Success", processTime);
    }

    /** Headers of a refusal: who refuses, and never the signature that was refused. */
    void refusal(
            HttpServletRequest request, HttpServletResponse response, int status, String message, double processTime) {
        echo(request, response);
        status(response, status, message, processTime);
        response.setHeader("bt_header_axon_version", VERSION);
        response.setHeader("bt_header_axon_nonce", Long.toString(System.currentTimeMillis() * 1_000_000));
        response.setHeader("bt_header_axon_uuid", uuid);
    }

    private static void status(HttpServletResponse response, int status, String message, double processTime) {
        response.setHeader("bt_header_axon_status_code", Integer.toString(status));
        response.setHeader("bt_header_axon_status_message", printable(message));
        response.setHeader("bt_header_axon_process_time", Double.toString(processTime));
    }

    private static void echo(HttpServletRequest request, HttpServletResponse response) {
        for (String name : ECHOED) {
            String value = request.getHeader(name);
            if (value != null) {
                response.setHeader(name, printable(value));
            }
        }
    }

    /** A header value that neither breaks a line nor overflows: the peer chose parts of it. */
    private static String printable(String text) {
        String cut = text.length() <= MAX_VALUE_LENGTH ? text : text.substring(0, MAX_VALUE_LENGTH);
        for (int i = 0; i < cut.length(); i++) {
            if (!isPrintable(cut.charAt(i))) {
                return cut.replaceAll("[^ -~]", "?");
            }
        }
        return cut;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~';
    }
}
