package weir.axon.internal.server;

import java.time.Duration;

/**
 * The time limits and connection limits of the public port.
 *
 * @param headerTimeout from the opening of the connection, or the first byte of a later request, to the end of the headers
 * @param bodyTimeout from the end of the headers to the last byte of the body
 * @param minBodyBytesPerSecond minimum rate at which a client must send a body
 * @param bodyRateGrace time without a check of the rate at the start of a body, because bytes in the system's buffers are not counted
 * @param handlingTimeout from the last byte of a request to the last byte of its response
 * @param keepAliveTimeout from a response to the next request; longer than a dendrite (a validator's HTTP client) keeps idle
 *     connections (15 s), so that the server does not close a connection while a dendrite sends a request
 * @param crowdedKeepAliveTimeout replaces {@code keepAliveTimeout} while more than half of {@code maxConnections} are open
 * @param shutdownTimeout how long {@link AxonServer#close} waits for requests in progress
 * @param maxConnections limit of all connections together
 * @param maxConnectionsPerNetwork limit of the connections of one IPv4 address or IPv6 /64; four times as many for a /48
 */
public record ServerLimits(
        Duration headerTimeout,
        Duration bodyTimeout,
        int minBodyBytesPerSecond,
        Duration bodyRateGrace,
        Duration handlingTimeout,
        Duration keepAliveTimeout,
        Duration crowdedKeepAliveTimeout,
        Duration shutdownTimeout,
        int maxConnections,
        int maxConnectionsPerNetwork) {

    static ServerLimits of(AxonConfiguration configuration) {
        return new ServerLimits(
                Duration.ofSeconds(configuration.header_seconds()),
                Duration.ofSeconds(configuration.body_seconds()),
                configuration.body_rate(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(45), // a validator waits at most 30 s
                Duration.ofSeconds(75),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5), // a strategy may take three seconds
                configuration.connections(),
                configuration.connections_per_address());
    }
}
