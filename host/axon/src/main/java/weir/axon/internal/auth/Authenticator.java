package weir.axon.internal.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.HeaderNames;
import weir.router.Caller;

/** Decides whether a request is processed or rejected. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /** Accepts requests from the loopback address without authentication and rejects all others. Used if no hotkey is configured. */
    Authenticator LOOPBACK_ONLY = (request, timeout) -> {
        if (request.address().isLoopbackAddress()) {
            return new AuthContext(Optional.empty(), 0, body -> {});
        }
        throw HttpError.forbidden("This axon has no hotkey and answers its own machine only");
    };

    /**
     * Counts a request against the rate limit of the client's address. Called before any other check.
     *
     * @throws HttpError 429 if the address has used up its rate limit
     */
    default void checkAddressRate(RequestHead request) throws HttpError {
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
     * A request whose headers passed authentication, so that its body may be read.
     *
     * @param caller the sender; empty if it need not authenticate
     * @param stake the sender's stake; if the queue is full, requests of senders with less stake are rejected first
     * @param bodyCheck makes the checks that need the whole body
     */
    record AuthContext(Optional<Caller> caller, double stake, BodyCheck bodyCheck) {}

    /** Checks a body; throws an {@link HttpError} with the status and the message for the client. */
    interface BodyCheck {
        void verify(byte[] body) throws HttpError;
    }

    /**
     * The parts of an HTTP request that precede its body.
     *
     * @param method HTTP method
     * @param target path and query string as sent, not decoded
     * @param address the client's IP address
     * @param headers returns the value of a header by its case-insensitive name, or {@code null} if it is missing
     */
    record RequestHead(String method, String target, InetAddress address, UnaryOperator<String> headers) {

        /** Returns the hotkey that the sender claims to have; {@code null} if no header names one. */
        String claimedHotkey() {
            return headers.apply(isBtAuth() ? HeaderNames.BTAUTH_HOTKEY : HeaderNames.DENDRITE_HOTKEY);
        }

        /** Returns whether the request is signed with {@code btauth/1} (Bittensor SDK 11); otherwise by a dendrite (SDK 10). */
        boolean isBtAuth() {
            return headers.apply(HeaderNames.BTAUTH_VERSION) != null;
        }
    }
}
