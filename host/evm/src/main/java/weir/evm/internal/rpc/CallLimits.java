package weir.evm.internal.rpc;

import java.time.Duration;

/**
 * The limits of one request.
 *
 * @param timeout from sending the request to the last byte of the answer
 * @param maxBytes maximum size of the answer after decompression
 */
public record CallLimits(Duration timeout, long maxBytes) {

    /** For requests with a small answer. A block of Base lists some hundred transactions. */
    public static final CallLimits SMALL = new CallLimits(Duration.ofSeconds(15), 4 << 20);

    /** For requests of logs: nearly twice the largest answer of a provider, 20,000 logs in 18 MB. */
    public static final CallLimits LOGS = new CallLimits(Duration.ofSeconds(30), 32 << 20);
}
