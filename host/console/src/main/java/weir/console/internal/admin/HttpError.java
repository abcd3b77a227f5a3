package weir.console.internal.admin;

/** An error response: an HTTP status, and a message with the problem and the remedy. */
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

    JsonReply toReply() {
        return JsonReply.error(status, getMessage());
    }
}
