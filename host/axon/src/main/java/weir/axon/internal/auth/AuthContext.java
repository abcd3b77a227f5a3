package weir.axon.internal.auth;

import weir.axon.internal.HttpError;

/**
 * A request whose headers passed authentication, so that its body may be read.
 *
 * @param stake the sender's stake; if the queue is full, requests of senders with less stake are rejected first
 * @param bodyCheck makes the checks that need the whole body
 */
public record AuthContext(double stake, BodyCheck bodyCheck) {

    /** Checks a body; throws an {@link HttpError} with the status and the message for the client. */
    public interface BodyCheck {
        void verify(byte[] body) throws HttpError;
    }
}
