package weir.alert.internal;

/**
 * One thing that can change.
 *
 * @param event what it is
 * @param subject a name that is unique in the event: a route, a health check, a file
 * @param value compared with the value before
 * @param isProblem whether it is reported at the start, too
 * @param text a sentence for a person
 */
record Condition(Event event, String subject, String value, boolean isProblem, String text) {

    /** Identifies the condition while its value changes. */
    record Key(Event event, String subject) {}

    Key key() {
        return new Key(event, subject);
    }
}
