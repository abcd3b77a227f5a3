package weir.axon.internal;

/**
 * A request that is answered with an HTTP error: the status and the message for the client. It carries no stack trace, because
 * clients can cause it at will and it must stay cheap.
 */
public final class HttpError extends Exception {

    private final int status;

    /**
     * @param status HTTP status, 4xx or 5xx
     * @param message what is wrong and what to do; sent to the client
     */
    public HttpError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Status 400: a header or a field of the body is invalid; the message begins with its name. */
    public static HttpError badRequest(String field, String fault) {
        return new HttpError(400, field + ": " + fault);
    }

    /** Status 401 in the reference implementation's words. The error must not repeat the signature or the signed message. */
    public static HttpError notVerified(String error) {
        return new HttpError(401, "Not Verified with error: " + error);
    }

    /** Status 403 in the reference implementation's words. */
    public static HttpError forbidden(String reason) {
        return new HttpError(403, "Forbidden. Key is blacklisted: " + reason + ".");
    }

    /** HTTP status to answer with. */
    public int status() {
        return status;
    }
}
