package weir.chain.client;

import java.util.OptionalInt;
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

    private static final int ALREADY_IN_POOL = 1013;
    private static final Pattern CUSTOM_ERROR = Pattern.compile("Custom error: (\\d{1,3})\\b");

    static PoolRejection of(RpcException error) {
        return new PoolRejection(error.code(), error.getMessage(), error.isRefusal());
    }

    /** Whether the node's pool has the extrinsic all the same. */
    public boolean isInPool() {
        return code == ALREADY_IN_POOL;
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
