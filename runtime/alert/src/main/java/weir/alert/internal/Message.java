package weir.alert.internal;

import java.time.Instant;
import weir.base.Secrets;

/**
 * A message to a receiver.
 *
 * @param event key of the event, or {@code test}
 * @param isProblem whether it reports a problem
 * @param text a sentence
 */
public record Message(Instant time, String event, String subject, boolean isProblem, String text) {

    private static final int MAX_CHARS = 1_500;

    /** The text gets no secrets and control characters and at most {@value #MAX_CHARS} characters: it comes from files and strategies. */
    public Message {
        String clean = Secrets.mask(text.replaceAll("\\p{Cntrl}", " "));
        text = clean.length() > MAX_CHARS ? clean.substring(0, MAX_CHARS) + "…" : clean;
    }

    static Message of(Condition condition) {
        return new Message(
                Instant.now(), condition.event().key(), condition.subject(), condition.isProblem(), condition.text());
    }

    static Message ping() {
        return new Message(Instant.now(), Event.PING.key(), "", false, "the host answers");
    }

    boolean isPing() {
        return event.equals(Event.PING.key());
    }

    /** A message that shows that messages arrive. */
    public static Message test() {
        return new Message(Instant.now(), "test", "", false, "a test of `weir alert test`: messages arrive here");
    }
}
