package weir.isolation.frame;

import java.util.Objects;

/**
 * One message. On the stream: its length as four bytes, its kind as one byte, the number of the call as four bytes, and the body. A body
 * that is longer than {@value #MAX_PIECE} bytes is sent in pieces, the first ones as frames of the kind {@link Kind#PIECE}.
 *
 * @param kind what the body is
 * @param call number of the call to which the frame belongs; an answer has the number of its request
 * @param body the content, at most {@value #MAX_BODY} bytes; not copied, so do not change it
 */
public record Frame(Kind kind, int call, byte[] body) {

    /** Most bytes of a body in one frame on the stream, which has at most 1 MiB. */
    public static final int MAX_PIECE = (1 << 20) - 9;

    /** Largest body. */
    public static final int MAX_BODY = 12 << 20;

    /** What a frame is. The place in this list is the byte on the stream, so add new kinds at the end. */
    public enum Kind {
        /** Both: a piece of the next frame's body. Not a frame of its own. */
        PIECE,
        /** Host: create an instance of a strategy. */
        CREATE,
        /** Host: decide about a query. */
        DECIDE,
        /** Host: the deadline of a call has passed. There is no answer to this frame. */
        CANCEL,
        /** Host: return the state of an instance. */
        SAVE,
        /** Host: restore the state of an instance. */
        RESTORE,
        /** Host: end an instance. */
        END,
        /** Host: the market data that the child has asked for. */
        MARKET_DATA,
        /** Child: market data is wanted during a decision. */
        MARKET,
        /** Child: the answer to a request without content; to {@link #DECIDE} if the strategy has returned {@code null}. */
        DONE,
        /** Child: the decision. */
        DECISION,
        /** Child: the state of an instance. */
        STATE,
        /** Child: the request failed. Host: the market data cannot be read. The body is the reason. */
        FAILED,
        /** Command: create another instance of the strategy of an instance, with the same classes. */
        CREATE_LIKE,
        /** Command: decide about the queries of many instances at one check. */
        DECIDE_ALL,
        /** Child: the answers to {@link #DECIDE_ALL}. */
        DECISIONS
    }

    public Frame {
        Objects.requireNonNull(kind, "kind");
        if (body.length > MAX_BODY) {
            throw new IllegalArgumentException("a frame of " + body.length + " bytes is too large");
        }
    }
}
