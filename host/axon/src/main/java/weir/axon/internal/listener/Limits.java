package weir.axon.internal.listener;

import java.time.Duration;

/**
 * What a peer may take.
 *
 * @param header from the first byte of a request, or from the connection's opening, to the last of its headers
 * @param body from the last header to the last byte of the body
 * @param bytesPerSecond least rate of a body, after its first five seconds
 * @param handling from the last byte of a request to the last of its answer
 * @param keepAlive from an answer to the next request; longer than a dendrite keeps its connections (15 s), so that it is
 *     never us who close one on which a request is under way
 * @param connections all connections
 * @param perNetwork connections of one IPv4 address or one IPv6 /64 network; a /48 may have four times as many
 */
public record Limits(
        Duration header,
        Duration body,
        int bytesPerSecond,
        Duration handling,
        Duration keepAlive,
        int connections,
        int perNetwork) {

    /** The longest that a validator waits is 30 s, and nobody waits for what takes longer. */
    private static final Duration HANDLING = Duration.ofSeconds(45);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

    static Limits of(ListenerConfiguration configuration) {
        return new Limits(
                Duration.ofSeconds(configuration.header_seconds()),
                Duration.ofSeconds(configuration.body_seconds()),
                configuration.body_rate(),
                HANDLING,
                KEEP_ALIVE,
                configuration.connections(),
                configuration.connections_per_address());
    }
}
