package weir.chain.internal.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Opens connections that carry text messages. */
public interface Transport {

    /**
     * Begins to connect and returns at once.
     *
     * @param listener is called on any thread, one call at a time
     */
    Connection connect(URI endpoint, Listener listener);

    /** A connection, open or not yet. All methods return at once, on any thread. */
    interface Connection {

        /** Sends a message. Must not be called before {@link Listener#opened}. */
        void send(String message);

        /** Closes the connection and frees its socket; the listener is not called any more, or only for what was on its way. */
        void close();
    }

    /** Receives what happens on a connection. */
    interface Listener {

        void opened();

        void received(String message);

        /** The connection could not be opened, or is closed. Nothing is called after it. */
        void failed(Failure failure);
    }

    /**
     * Why a connection failed.
     *
     * @param reason what happened, for the operator
     * @param isRefusal whether the node refuses this client for now by its policy, so that another node may be no better
     * @param retryAfter how long the node wants the client to wait
     */
    record Failure(String reason, boolean isRefusal, Optional<Duration> retryAfter) {

        /** Returns a failure that is no refusal by policy. */
        public static Failure of(String reason) {
            return new Failure(reason, false, Optional.empty());
        }

        /** Returns a refusal by the policy of the node. */
        public static Failure refusal(String reason, Optional<Duration> retryAfter) {
            return new Failure(reason, true, retryAfter);
        }
    }
}
