package weir.chain;

import java.util.Objects;

/**
 * Data of the chain that Weir cannot read, write or get. The message names the value, field or type that is wrong. It is the only
 * exception that decoding throws, whatever the bytes are.
 */
public final class ChainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why an operation failed. */
    public enum Reason {
        /** Bytes are damaged, or do not have the shape that the metadata describes. */
        MALFORMED_DATA,
        /** The runtime has a call, argument or transaction extension that Weir does not know; nothing may be signed for it. */
        UNSUPPORTED_RUNTIME,
        /** A value does not fit the type that the chain requires. */
        INVALID_ARGUMENT,
        /** No node can be reached, a node does not answer in time, or it refuses this client for now. Another attempt may succeed. */
        UNREACHABLE,
        /** A node answered a request with an error. The message contains the error. */
        REFUSED
    }

    private final Reason reason;

    /**
     * @param reason why the operation failed
     * @param message what is wrong, with the value, without a full stop
     */
    public ChainException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    private ChainException(String message, ChainException cause) {
        super(message, cause);
        this.reason = cause.reason;
    }

    /** Returns an exception for bytes that cannot be decoded. */
    public static ChainException malformed(String message) {
        return new ChainException(Reason.MALFORMED_DATA, message);
    }

    /** Returns an exception for a runtime that Weir does not understand. */
    public static ChainException unsupported(String message) {
        return new ChainException(Reason.UNSUPPORTED_RUNTIME, message);
    }

    /** Returns an exception with the same reason whose message begins with the place of the error. */
    public ChainException in(String place) {
        return new ChainException(place + ": " + getMessage(), this);
    }

    /** Why the operation failed. */
    public Reason reason() {
        return reason;
    }
}
