package weir.axon.internal.server;

import java.time.Duration;

/**
 * Limits of the public port.
 *
 * @param header from the first byte of a request, or from the opening of the connection, to the end of its headers
 * @param body from the end of the headers to the last byte of the body
 * @param bytesPerSecond least rate of a body
 * @param rateGrace time of a body after which its rate is checked, because bytes in the system's buffers are not counted
 * @param handling from the last byte of a request to the last byte of its response
 * @param keepAlive from a response to the next request; longer than a dendrite keeps idle connections (15 s), so that it is
 *     never the server that closes a connection on which a request is under way
 * @param crowdedKeepAlive the same while more than half of all connections are in use
 * @param shutdown how long a stop waits for requests in progress
 * @param connections all connections
 * @param perNetwork connections of one IPv4 address or IPv6 /64; a /48 may have four times as many
 */
public record ServerLimits(
        Duration header,
        Duration body,
        int bytesPerSecond,
        Duration rateGrace,
        Duration handling,
        Duration keepAlive,
        Duration crowdedKeepAlive,
        Duration shutdown,
        int connections,
        int perNetwork) {

    private static final Duration RATE_GRACE = Duration.ofSeconds(5);

    /** Validators wait at most 30 s. */
    private static final Duration HANDLING = Duration.ofSeconds(45);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

    private static final Duration CROWDED_KEEP_ALIVE = Duration.ofSeconds(5);

    /** A strategy has three seconds at most. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    static ServerLimits of(AxonConfiguration configuration) {
        return new ServerLimits(
                Duration.ofSeconds(configuration.header_seconds()),
                Duration.ofSeconds(configuration.body_seconds()),
                configuration.body_rate(),
                RATE_GRACE,
                HANDLING,
                KEEP_ALIVE,
                CROWDED_KEEP_ALIVE,
                SHUTDOWN,
                configuration.connections(),
                configuration.connections_per_address());
    }
}
