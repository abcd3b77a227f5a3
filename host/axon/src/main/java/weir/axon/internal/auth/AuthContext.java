package weir.axon.internal.auth;

import java.util.Optional;
import weir.axon.internal.HttpError;
import weir.router.Caller;

/**
 * A request whose headers passed authentication, so that its body may be read.
 *
 * @param caller the sender; empty if it need not authenticate
 * @param stake the sender's stake; if the queue is full, requests of senders with less stake are rejected first
 * @param bodyCheck makes the checks that need the whole body
 */
public record AuthContext(Optional<Caller> caller, double stake, BodyCheck bodyCheck) {

    /** Checks a body; throws an {@link HttpError} with the status and the message for the client. */
    public interface BodyCheck {
        void verify(byte[] body) throws HttpError;
    }
}
