package weir.axon.internal.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the axon, PID {@code weir.axon}. */
@ObjectClassDefinition(name = "Weir axon", description = "The public port, access control, and the reading of queries")
@interface AxonConfiguration {

    /** {@code host}. */
    @AttributeDefinition(description = "Address to listen on")
    String host() default "127.0.0.1";

    /** {@code port}. */
    @AttributeDefinition(description = "Port to listen on")
    int port() default 8091;

    /** {@code hotkey}. */
    @AttributeDefinition(
            description =
                    "Own hotkey, an ss58 address; without one, requests are not verified and only this machine is answered")
    String hotkey() default "";

    /** {@code metagraph}. */
    @AttributeDefinition(description = "File of the metagraph snapshot; empty means conf/metagraph.json of the home")
    String metagraph() default "";

    /** {@code nonces}. */
    @AttributeDefinition(description = "File of the used nonces; empty means data/nonces of the home")
    String nonces() default "";

    /** {@code min.stake}. */
    @AttributeDefinition(description = "Least stake of a validator, in the units of the metagraph snapshot")
    double min_stake() default 1000;

    /** {@code allow}. */
    @AttributeDefinition(description = "Hotkeys accepted regardless of the metagraph")
    String[] allow() default {};

    /** {@code deny}. */
    @AttributeDefinition(description = "Hotkeys always rejected")
    String[] deny() default {};

    /** {@code requests.per.address}. */
    @AttributeDefinition(
            description =
                    "Requests per second of one IPv4 address or IPv6 /64, four times as many of a /48; bursts of twice as many; 0 means no limit")
    double requests_per_address() default 100;

    /** {@code requests.per.hotkey}. */
    @AttributeDefinition(
            description = "Verified requests per second of one hotkey; bursts of twice as many; 0 means no limit")
    double requests_per_hotkey() default 50;

    /** {@code workers}. */
    @AttributeDefinition(description = "Requests decided at once", min = "1", max = "128")
    int workers() default 32;

    /** {@code waiting}. */
    @AttributeDefinition(
            description = "Requests that wait while all workers are busy; further ones are answered with 503")
    int waiting() default 256;

    /** {@code price.encoding}. */
    @AttributeDefinition(
            description = "auto: sqrtPriceX96 if the number can be one, otherwise token1/token0; or one of them always",
            options = {@Option("auto"), @Option("sqrtPriceX96"), @Option("ratio")})
    String price_encoding() default "auto";

    /** {@code header.seconds}. */
    @AttributeDefinition(description = "Longest time for a request's headers")
    int header_seconds() default 10;

    /** {@code body.seconds}. */
    @AttributeDefinition(description = "Longest time for a request's body")
    int body_seconds() default 10;

    /** {@code body.rate}. */
    @AttributeDefinition(description = "Least bytes per second of a body, after its first five seconds")
    int body_rate() default 1024;

    /** {@code connections}. */
    @AttributeDefinition(description = "Most connections in all")
    int connections() default 4096;

    /** {@code connections.per.address}. */
    @AttributeDefinition(description = "Most connections of one IPv4 address or IPv6 /64; a /48 has four times as many")
    int connections_per_address() default 128;
}
