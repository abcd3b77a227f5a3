package weir.axon.internal.access;

import java.time.Duration;
import weir.axon.internal.wire.Refusal;

/** Stands before the router: who asks, and may it. Thread-safe. */
@FunctionalInterface
public interface Gate {

    /**
     * Counts a request of an address before anything is known of it, also one that is for nothing that is served.
     *
     * @throws Refusal 429 when the address asks too often
     */
    default void arrive(String address) throws Refusal {
        // Not every gate counts.
    }

    /**
     * Everything that can be known before the body is read.
     *
     * @param request the request's head
     * @param timeout how long the peer waits
     * @throws Refusal with the status and the words for the peer
     */
    Pass enter(Head request, Duration timeout) throws Refusal;

    /**
     * A request without its body.
     *
     * @param method HTTP method
     * @param target path and query as they were sent
     * @param address the peer's IP address
     * @param headers by name
     */
    record Head(String method, String target, String address, Headers headers) {}

    /** Leave to send the body. */
    interface Pass {

        /** The asker's stake, by which it is served when there is more to do than can be done. */
        double stake();

        /** What is left to be checked when the body is there. */
        void body(byte[] body) throws Refusal;
    }
}
