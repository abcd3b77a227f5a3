package weir.chain.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * What a node reports about an extrinsic. Only a rejection by its pool is certain. A status is a hint: a block may be retracted, an extrinsic in a block
 * may have failed, and one that a node dropped may be in the pool of another node. Thread-safe.
 */
public final class Submission {

    private volatile String status = "taken";
    private volatile PoolRejection rejection;

    Submission() {}

    /** The last status in the words of the node, for example {@code ready}, {@code inBlock} or {@code usurped}. */
    public String status() {
        return status;
    }

    /** The error with which the node has answered; {@link PoolRejection#mayBeInPool} tells whether it can have the extrinsic all the same. */
    public Optional<PoolRejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    void reject(PoolRejection error) {
        rejection = error;
    }

    /** Takes a status: a text, or an object with one field. Others are ignored. */
    void accept(JsonElement pushed) {
        if (pushed != null && pushed.isJsonPrimitive()) {
            status = pushed.getAsString();
        } else if (pushed instanceof JsonObject object && object.size() == 1) {
            status = object.keySet().iterator().next();
        }
    }
}
