package weir.axon.internal.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;

/** Decides whether a request may be answered. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Counts a request of a client address before anything else of it is looked at, whatever it asks for.
     *
     * @throws HttpError 429 if the address has used up its rate limit
     */
    default void admit(InetAddress address) throws HttpError {
        // No limit by default.
    }

    /**
     * Checks everything that is known before the body is read.
     *
     * @param request the request's head
     * @param timeout how long the client waits for the answer
     * @throws HttpError with the status and the message for the client
     */
    AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError;

    /**
     * A request without its body.
     *
     * @param method HTTP method
     * @param target path and query as they were sent
     * @param address the client's IP address
     * @param headers by name, case-insensitive; {@code null} for one that is missing
     */
    record RequestHead(String method, String target, InetAddress address, UnaryOperator<String> headers) {}
}
