package weir.chain.internal.rpc;

/** A node answered a request with an error. */
public final class RpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    RpcException(String method, int code, String message) {
        super(method + ": " + message + " (" + code + ")");
        this.code = code;
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
