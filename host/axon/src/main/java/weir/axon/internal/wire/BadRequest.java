package weir.axon.internal.wire;

/** Status 400: a header or a field of the body is not what the protocol says; the message begins with its name. */
public final class BadRequest extends Refusal {

    private final String field;

    /**
     * @param field the place, for example {@code current_positions[3].tick_lower}
     * @param fault what is wrong there, for example {@code must be an integer}
     */
    public BadRequest(String field, String fault) {
        super(400, field + ": " + fault);
        this.field = field;
    }

    /** The place at fault. */
    public String field() {
        return field;
    }
}
