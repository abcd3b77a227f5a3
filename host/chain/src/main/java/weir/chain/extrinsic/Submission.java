package weir.chain.extrinsic;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * What a node reports about an extrinsic that it took. These are hints only: a block may be retracted, an extrinsic in a block may have
 * failed, and one that a node dropped may be in the pool of another node. Thread-safe.
 */
public final class Submission {

    private volatile String status = "taken";
    private volatile String blockHash;

    Submission() {}

    /** The last status in the words of the node, for example {@code ready}, {@code inBlock} or {@code usurped}. */
    public String status() {
        return status;
    }

    /** Hash of the block that contains the extrinsic, if the node has named one and has not retracted it. */
    public Optional<String> blockHash() {
        return Optional.ofNullable(blockHash);
    }

    /** Takes a status: a text, or an object with one field. Others are ignored. */
    void accept(JsonElement pushed) {
        if (pushed != null && pushed.isJsonPrimitive()) {
            status = pushed.getAsString();
        } else if (pushed instanceof JsonObject object && object.size() == 1) {
            Map.Entry<String, JsonElement> entry = object.entrySet().iterator().next();
            status = entry.getKey();
            boolean isInBlock = status.equals("inBlock") || status.equals("finalized");
            if (isInBlock && entry.getValue().isJsonPrimitive()) {
                blockHash = entry.getValue().getAsString();
            } else if (status.equals("retracted")) {
                blockHash = null;
            }
        }
    }
}
