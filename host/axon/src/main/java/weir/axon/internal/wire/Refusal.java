package weir.axon.internal.wire;

/**
 * A request that gets no answer, with the HTTP status and the words for the peer. Carries no stack trace: strangers can
 * cause it at will, and it must cost them more than us.
 */
public class Refusal extends Exception {

    private final int status;

    /**
     * @param status HTTP status, 4xx or 503
     * @param message what is wrong and what to do; goes to the peer
     */
    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** HTTP status to answer with. */
    public int status() {
        return status;
    }
}
