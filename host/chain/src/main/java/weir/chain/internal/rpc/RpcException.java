package weir.chain.internal.rpc;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A node answered a request with an error. */
public final class RpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    RpcException(String method, int code, String message) {
        super(method + ": " + message + " (" + code + ")");
        this.code = code;
    }

    /** Returns the node's error if it is the reason of a failed stage. */
    public static Optional<RpcException> in(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof RpcException answered ? Optional.of(answered) : Optional.empty();
    }

    /** Number of the error, as JSON-RPC and the node define it. */
    public int code() {
        return code;
    }

    /** Whether the node refuses this client for now: too many requests, or a forbidden one. */
    public boolean isRefusal() {
        return code == -32004 || code == -32005;
    }

    /** Whether the node does not keep the state of the block that was asked for any more, or not yet. */
    public boolean isUnknownState() {
        return getMessage().contains("State already discarded") || getMessage().contains("UnknownBlock");
    }
}
