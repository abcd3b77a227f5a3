package weir.console.internal.admin;

/** A request that is answered with an error: an HTTP status and a message that says what is wrong and what to do. */
final class HttpError extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    HttpError(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    JsonReply reply() {
        return JsonReply.error(status, getMessage());
    }
}
