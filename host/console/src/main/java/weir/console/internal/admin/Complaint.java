package weir.console.internal.admin;

/** Why a request is not served: an HTTP status, and a message that names the field and the remedy. */
final class Complaint extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    Complaint(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
