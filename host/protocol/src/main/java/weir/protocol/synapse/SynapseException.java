package weir.protocol.synapse;

/** Thrown if the JSON of a synapse is invalid. It has no stack trace, because clients can cause many of them. Immutable. */
public final class SynapseException extends Exception {

    private final String field;

    /**
     * @param field path of the invalid member, for example {@code current_positions[3].tick_lower}; {@code body} for the whole body
     * @param problem what is wrong with it, for example {@code must be an integer}
     */
    public SynapseException(String field, String problem) {
        super(field + ": " + problem, null, false, false);
        this.field = field;
    }

    /** Returns the path of the invalid member. The message begins with it. */
    public String field() {
        return field;
    }
}
