package weir.chain.client;

import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.chain.internal.rpc.RpcException;

/**
 * The error with which a node has answered the submission of an extrinsic.
 *
 * @param code number of the JSON-RPC error
 * @param message text of the error with its number
 * @param isByPolicy whether the node refuses this client for now, for example because of too many requests
 */
public record PoolRejection(int code, String message, boolean isByPolicy) {

    private static final int FIRST_OF_POOL = 1000;
    private static final int LAST_OF_POOL = 1099;
    private static final int ALREADY_IN_POOL = 1013;
    /** Errors of JSON-RPC about the request itself, which no pool has seen: not valid, no such method, invalid parameters, no JSON. */
    private static final Set<Integer> INVALID_REQUEST = Set.of(-32600, -32601, -32602, -32700);

    private static final Pattern CUSTOM_ERROR = Pattern.compile("Custom error: (\\d{1,3})\\b");

    static PoolRejection of(RpcException error) {
        return new PoolRejection(error.code(), error.getMessage(), error.isRefusal());
    }

    /**
     * Whether the node's pool may have the extrinsic all the same: it says so, or the error is none of the pool, for example one of a proxy
     * that waited too long.
     */
    public boolean mayBeInPool() {
        boolean isOfPool = code >= FIRST_OF_POOL && code <= LAST_OF_POOL && code != ALREADY_IN_POOL;
        return !isOfPool && !isByPolicy && !INVALID_REQUEST.contains(code);
    }

    /** Whether the signature does not fit the bytes that the node's runtime expects. */
    public boolean isBadSignature() {
        return message.contains("bad signature");
    }

    /** Returns the number of the subnet pallet's error in the pool, which is not in the metadata. */
    public OptionalInt customError() {
        Matcher custom = CUSTOM_ERROR.matcher(message);
        return custom.find() ? OptionalInt.of(Integer.parseInt(custom.group(1))) : OptionalInt.empty();
    }
}
