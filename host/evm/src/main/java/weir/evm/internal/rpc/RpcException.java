package weir.evm.internal.rpc;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import weir.history.BlockRange;

/**
 * A node did not answer a request as it should: it refused it, or no complete answer came. The message names the host and what the node
 * said, never the rest of its URL.
 */
public final class RpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a failed request means for the next one. */
    public enum Kind {
        /** The range has more blocks than the node accepts: ask for fewer, never for the same again. */
        RANGE,
        /** The range has more events than the node returns, or takes it too long: ask for fewer blocks. */
        RESULTS,
        /** The node is busy or broken for a moment: ask the same a while later, or another node. */
        RETRY,
        /** Too many requests: ask the same not before the time that the node has named. */
        RATE,
        /** The node does not have the block yet, because it lags behind or the chain has not reached it. */
        BEYOND_HEAD,
        /** The node does not know the block of this hash. */
        UNKNOWN_BLOCK,
        /** The contract rejected the call. */
        REVERTED,
        /** This node will not answer such requests: a wrong key, an unsupported method, no archive. */
        FATAL,
        /** Weir does not know the text: ask for fewer blocks, and in the end report the text. */
        UNKNOWN,
        /** No answer came in time, or it was incomplete or no JSON-RPC. */
        NO_ANSWER;

        /** Whether the same node may answer a request for fewer blocks. */
        public boolean asksForFewerBlocks() {
            return this == RANGE || this == RESULTS || this == UNKNOWN;
        }
    }

    /**
     * What a refusal says.
     *
     * @param kind what it means
     * @param maxBlocks the number of blocks that the node accepts at once; empty if it does not say
     * @param suggested the blocks that the node suggests to ask for; empty if it does not suggest any
     */
    public record Refusal(Kind kind, OptionalLong maxBlocks, Optional<BlockRange> suggested) {}

    private final transient Refusal refusal;
    private final String host;
    private final String text;
    private final Duration retryAfter;

    private RpcException(Refusal refusal, String host, String text, Duration retryAfter, Throwable cause) {
        super(host + ": " + text, cause);
        this.refusal = refusal;
        this.host = host;
        this.text = text;
        this.retryAfter = retryAfter;
    }

    /** @param retryAfter how long the node wants to be left alone; zero if it does not say */
    static RpcException refused(Refusal refusal, String host, String text, Duration retryAfter) {
        return new RpcException(refusal, host, text, retryAfter, null);
    }

    /** Returns an exception for a request without a complete answer. The cause must not contain the URL. */
    public static RpcException failed(Kind kind, String host, String text, Throwable cause) {
        Refusal refusal = new Refusal(kind, OptionalLong.empty(), Optional.empty());
        return new RpcException(refusal, host, text, Duration.ZERO, cause);
    }

    /** What the failure means for the next request. */
    public Kind kind() {
        return refusal.kind();
    }

    /** What the refusal says. */
    public Refusal refusal() {
        return refusal;
    }

    /** The host of the node. */
    public String host() {
        return host;
    }

    /** What the node said, or what is wrong with its answer. */
    public String text() {
        return text;
    }

    /** How long the node wants to be left alone; zero if it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
