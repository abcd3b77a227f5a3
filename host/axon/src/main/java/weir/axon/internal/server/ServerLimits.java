package weir.axon.internal.server;

import java.time.Duration;

/**
 * Limits of the public port.
 *
 * @param header from the first byte of a request, or from the opening of the connection, to the end of its headers
 * @param body from the end of the headers to the last byte of the body
 * @param bytesPerSecond least rate of a body, after its first five seconds
 * @param handling from the last byte of a request to the last byte of its response
 * @param keepAlive from a response to the next request; longer than a dendrite keeps idle connections (15 s), so that it is
 *     never the server that closes a connection on which a request is under way
 * @param shutdown how long a stop waits for requests in progress
 * @param connections all connections
 * @param perNetwork connections of one IPv4 address or IPv6 /64; a /48 may have four times as many
 */
public record ServerLimits(
        Duration header,
        Duration body,
        int bytesPerSecond,
        Duration handling,
        Duration keepAlive,
        Duration shutdown,
        int connections,
        int perNetwork) {

    /** Validators wait at most 30 s. */
    private static final Duration HANDLING = Duration.ofSeconds(45);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

    /** A strategy has three seconds at most. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    static ServerLimits of(AxonConfiguration configuration) {
        return new ServerLimits(
                Duration.ofSeconds(configuration.header_seconds()),
                Duration.ofSeconds(configuration.body_seconds()),
                configuration.body_rate(),
                HANDLING,
                KEEP_ALIVE,
                SHUTDOWN,
                configuration.connections(),
                configuration.connections_per_address());
    }
}
