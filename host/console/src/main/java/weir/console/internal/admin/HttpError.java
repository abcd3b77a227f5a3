package weir.console.internal.admin;

/** An error response: an HTTP status, and a message with the problem and the remedy. */
public final class HttpError extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    public HttpError(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    public JsonReply toReply() {
        return JsonReply.error(status, getMessage());
    }
}
