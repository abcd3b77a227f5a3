package weir.evm.internal.follow;

/** The chain cannot be followed at this poll, or at all. */
final class FollowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isFinal;

    private FollowException(boolean isFinal, String message) {
        super(message);
        this.isFinal = isFinal;
    }

    /** The answers of the node do not fit together: it lags behind, or its chain changed between two answers. A later poll may succeed. */
    static FollowException inconsistent(String message) {
        return new FollowException(false, message);
    }

    /** The chain contradicts blocks that were final. Following it would mix two chains. */
    static FollowException stopped(String message) {
        return new FollowException(true, message);
    }

    /** Whether polls must end. */
    boolean isFinal() {
        return isFinal;
    }
}
