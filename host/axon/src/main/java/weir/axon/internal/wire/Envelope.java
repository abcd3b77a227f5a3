package weir.axon.internal.wire;

import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members that every synapse carries beside its own: they mean nothing to the answer and go back as they came.
 *
 * @param members name to value, in the order received; {@code dendrite} and {@code axon} are objects
 */
public record Envelope(Map<String, JsonElement> members) {

    /** Whether a member belongs to the envelope. */
    static boolean has(String name) {
        return switch (name) {
            case "name", "timeout", "total_size", "header_size", "dendrite", "axon", "computed_body_hash" -> true;
            default -> false;
        };
    }

    static Envelope empty() {
        return new Envelope(new LinkedHashMap<>());
    }
}
