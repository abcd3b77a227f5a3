package weir.axon.internal.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;

/** Decides whether a request is processed or rejected. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Counts a request against the rate limit of the client's address. Called before any other check.
     *
     * @throws HttpError 429 if the address has used up its rate limit
     */
    default void admit(InetAddress address) throws HttpError {
        // No limit by default.
    }

    /**
     * Checks the headers of a request, before its body is read.
     *
     * @param request the request's head
     * @param timeout how long the client waits for the response
     * @throws HttpError with the status and the message for the client
     */
    AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError;

    /**
     * The parts of an HTTP request that precede its body.
     *
     * @param method HTTP method
     * @param target path and query string as sent, not decoded
     * @param address the client's IP address
     * @param headers returns the value of a header by its case-insensitive name, or {@code null} if it is missing
     */
    record RequestHead(String method, String target, InetAddress address, UnaryOperator<String> headers) {}
}
