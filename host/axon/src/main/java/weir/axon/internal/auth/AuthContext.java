package weir.axon.internal.auth;

import weir.axon.internal.HttpError;

/** An authenticated request head; its body may be read. */
public interface AuthContext {

    /** The caller's stake; requests of a higher stake are processed first. */
    double stake();

    /**
     * Checks that can be made only with the whole body.
     *
     * @throws HttpError with the status and the message for the client
     */
    void verifyBody(byte[] body) throws HttpError;
}
