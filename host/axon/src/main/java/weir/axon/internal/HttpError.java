package weir.axon.internal;

/**
 * Ends a request with an HTTP error: a status and a message for the client. It has no stack trace, because clients can cause many
 * errors and each must be cheap.
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

    /** Status 400: a header or a field of the body is invalid; the message begins with the field's name. */
    public static HttpError badRequest(String field, String problem) {
        return new HttpError(400, field + ": " + problem);
    }

    /** Status 401, worded as Bittensor's Python SDK does. The error must not contain the signature or the signed message. */
    public static HttpError notVerified(String error) {
        return new HttpError(401, "Not Verified with error: " + error);
    }

    /** Status 403, worded as Bittensor's Python SDK does. */
    public static HttpError forbidden(String reason) {
        return new HttpError(403, "Forbidden. Key is blacklisted: " + reason + ".");
    }

    /** Returns the HTTP status, 4xx or 5xx. */
    public int status() {
        return status;
    }
}
