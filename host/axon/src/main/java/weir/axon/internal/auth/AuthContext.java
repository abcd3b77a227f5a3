package weir.axon.internal.auth;

import weir.axon.internal.HttpError;

/** A request whose headers passed authentication, so that its body may be read. */
public interface AuthContext {

    /** Returns the sender's stake. If the queue is full, requests of senders with less stake are rejected first. */
    double stake();

    /**
     * Makes the checks that need the whole body.
     *
     * @throws HttpError with the status and the message for the client
     */
    void verifyBody(byte[] body) throws HttpError;
}
