package weir.protocol.synapse;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.protocol.internal.JsonFields;

/**
 * The members that every synapse has beside its own. A response repeats them as they were sent, apart from the status in
 * {@code axon}. Not thread-safe while it is filled.
 */
public final class SynapseFields {

    /** All but {@code axon}, name to JSON text, in the order received. */
    private final Map<String, String> members = new LinkedHashMap<>();

    /** Members of the terminal {@code axon}, name to JSON text; {@code null} if it was not sent. */
    private Map<String, String> axon;

    SynapseFields() {}

    /** Whether a member belongs to every synapse. */
    static boolean isCommon(String name) {
        return switch (name) {
            case FieldNames.NAME,
                    FieldNames.TIMEOUT,
                    FieldNames.TOTAL_SIZE,
                    FieldNames.HEADER_SIZE,
                    FieldNames.DENDRITE,
                    FieldNames.AXON,
                    FieldNames.COMPUTED_BODY_HASH -> true;
            default -> false;
        };
    }

    /** Reads the value of a member; returns {@code false} if it was read before. */
    boolean add(String name, JsonFields fields) throws IOException, SynapseException {
        if (name.equals(FieldNames.AXON)) {
            boolean isNew = axon == null;
            axon = fields.isNull() ? Map.of() : fields.scalars();
            return isNew;
        }
        boolean isObject = name.equals(FieldNames.DENDRITE) && !fields.isNextNull();
        return members.put(name, isObject ? JsonFields.object(fields.scalars()) : fields.scalar()) == null;
    }

    /** The members other than {@code axon}, name to JSON text. */
    Map<String, String> members() {
        return members;
    }

    /** The members of {@code axon}, name to JSON text; empty if it was not sent. */
    Map<String, String> axon() {
        return axon == null ? Map.of() : axon;
    }
}
