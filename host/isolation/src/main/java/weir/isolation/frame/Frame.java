package weir.isolation.frame;

import java.util.Objects;

/**
 * One message. On the stream: its length as four bytes, its kind as one byte, the number of the call as four bytes, and the body.
 *
 * @param kind what the body is
 * @param call number of the call to which the frame belongs; an answer has the number of its request
 * @param body the content, at most {@value #MAX_BODY} bytes; not copied, so do not change it
 */
public record Frame(Kind kind, int call, byte[] body) {

    /** Largest body, so that a whole frame has at most 1 MiB. */
    public static final int MAX_BODY = (1 << 20) - 9;

    /** What a frame is. The place in this list is the byte on the stream, so add new kinds at the end. */
    public enum Kind {
        /** Host: create an instance of a strategy. */
        CREATE,
        /** Host: decide about a query. */
        DECIDE,
        /** Host: end an instance. */
        END,
        /** Host: return the state of an instance. */
        SAVE,
        /** Host: restore the state of an instance. */
        RESTORE,
        /** Host: a part of the market data that the child asked for; more parts follow. */
        MARKET_PART,
        /** Host: the last part of the market data. */
        MARKET_END,
        /** Child: market data is wanted during a decision. */
        MARKET,
        /** Child: the answer to a request without content. */
        DONE,
        /** Child: the decision. */
        DECISION,
        /** Child: the state of an instance. */
        STATE,
        /** Child: the request failed; the body is the reason. */
        FAILED
    }

    public Frame {
        Objects.requireNonNull(kind, "kind");
        if (body.length > MAX_BODY) {
            throw new IllegalArgumentException("a frame of " + body.length + " bytes is too large");
        }
    }
}
