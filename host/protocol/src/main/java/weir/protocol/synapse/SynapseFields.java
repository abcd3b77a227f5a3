package weir.protocol.synapse;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.protocol.internal.StrictJsonReader;

/**
 * The members that every synapse (request type) has. A response repeats them unchanged, and adds its status to {@code axon}. Not
 * thread-safe while {@link #add} is called.
 */
public final class SynapseFields {

    private static final Map<String, String> DEFAULTS = Map.of(
            FieldNames.TIMEOUT,
            "12.0",
            FieldNames.DENDRITE,
            "{\"status_code\":null,\"status_message\":null,\"process_time\":null,\"ip\":null,\"port\":null,\"version\":null,"
                    + "\"nonce\":null,\"uuid\":null,\"hotkey\":null,\"signature\":null}");

    /** JSON text of all members but {@code axon}, by name, in the order received. */
    private final Map<String, String> members = new LinkedHashMap<>();

    /** JSON text of the members of {@code axon}, by name; {@code null} if it was not sent. */
    private Map<String, String> axon;

    SynapseFields() {}

    /** Returns these members, with the SDK's defaults for a timeout and a dendrite that are missing or {@code null}. */
    SynapseFields withDefaults() {
        SynapseFields complete = new SynapseFields();
        complete.members.putAll(members);
        complete.axon = axon;
        DEFAULTS.forEach((name, value) ->
                complete.members.merge(name, value, (sent, absent) -> sent.equals("null") ? absent : sent));
        return complete;
    }

    /** Returns whether every synapse has the member. */
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

    /** Reads the value of a member. Returns {@code false} if the member was read before. */
    boolean add(String name, StrictJsonReader fields) throws IOException, SynapseException {
        if (name.equals(FieldNames.AXON)) {
            boolean isNew = axon == null;
            axon = fields.skipIfNull() ? Map.of() : fields.readScalars();
            return isNew;
        }
        boolean isObject = name.equals(FieldNames.DENDRITE) && !fields.isNextNull();
        return members.put(name, isObject ? StrictJsonReader.writeObject(fields.readScalars()) : fields.readScalar())
                == null;
    }

    /** Returns the JSON text of all members but {@code axon}, by name. */
    Map<String, String> members() {
        return members;
    }

    /** Returns the JSON text of the members of {@code axon}, by name; empty if it was not sent. */
    Map<String, String> axon() {
        return axon == null ? Map.of() : axon;
    }
}
