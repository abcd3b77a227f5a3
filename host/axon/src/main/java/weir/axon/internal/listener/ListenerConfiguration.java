package weir.axon.internal.listener;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration of the open port, PID {@code weir.axon.listener}. Without {@code stand.in}, host and port are those of
 * {@code org.apache.felix.http}.
 */
@ObjectClassDefinition(name = "Weir axon listener", description = "What a peer may take")
@interface ListenerConfiguration {

    /** {@code stand.in}. */
    @AttributeDefinition(
            description =
                    "Port of the Felix HTTP connector that only stands in for the one at host and port; -1 for none")
    int stand_in() default -1;

    /** {@code host}. */
    @AttributeDefinition(description = "Address to listen on in the place of the stand-in")
    String host() default "127.0.0.1";

    /** {@code port}. */
    @AttributeDefinition(description = "Port to listen on in the place of the stand-in")
    int port() default 8091;

    /** {@code header.seconds}. */
    @AttributeDefinition(description = "Longest time for a request's headers")
    int header_seconds() default 10;

    /** {@code body.seconds}. */
    @AttributeDefinition(description = "Longest time for a request's body")
    int body_seconds() default 10;

    /** {@code body.rate}. */
    @AttributeDefinition(description = "Least bytes a second of a body, after its first five seconds")
    int body_rate() default 1024;

    /** {@code connections}. */
    @AttributeDefinition(description = "Most connections in all")
    int connections() default 4096;

    /** {@code connections.per.address}. */
    @AttributeDefinition(description = "Most connections of one IPv4 address or IPv6 /64; a /48 has four times as many")
    int connections_per_address() default 128;
}
