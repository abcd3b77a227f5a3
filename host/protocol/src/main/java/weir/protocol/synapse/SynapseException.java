package weir.protocol.synapse;

/** Text that is not a valid synapse. It carries no stack trace, because clients can cause it at will. Immutable. */
public final class SynapseException extends Exception {

    private final String field;

    /**
     * @param field the invalid place, for example {@code current_positions[3].tick_lower}; {@code body} for the whole
     * @param fault what is wrong there, for example {@code must be an integer}
     */
    public SynapseException(String field, String fault) {
        super(field + ": " + fault, null, false, false);
        this.field = field;
    }

    /** The invalid place. The message begins with it. */
    public String field() {
        return field;
    }
}
