package weir.axon.internal.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the axon, PID {@code weir.axon}; an underscore stands for a dot in the name of a property. */
@ObjectClassDefinition(name = "Weir axon", description = "The public port, access control, and the reading of queries")
@interface AxonConfiguration {

    @AttributeDefinition(description = "Address to listen on")
    String host() default "127.0.0.1";

    @AttributeDefinition(description = "Port to listen on")
    int port() default 8091;

    @AttributeDefinition(
            description =
                    "Own hotkey, an ss58 address; without one, requests are not verified and only this machine is answered")
    String hotkey() default "";

    @AttributeDefinition(description = "File of the metagraph snapshot; empty means conf/metagraph.json of the home")
    String metagraph() default "";

    @AttributeDefinition(description = "File of the used nonces; empty means data/nonces of the home")
    String nonces() default "";

    @AttributeDefinition(description = "Least stake of a validator, in the units of the metagraph snapshot")
    double min_stake() default 1000;

    @AttributeDefinition(description = "Hotkeys accepted regardless of the metagraph")
    String[] allow() default {};

    @AttributeDefinition(description = "Hotkeys always rejected")
    String[] deny() default {};

    @AttributeDefinition(
            description =
                    "Requests per second of one IPv4 address or IPv6 /64, four times as many of a /48; bursts of twice as many; 0 means no limit")
    double requests_per_address() default 100;

    @AttributeDefinition(
            description = "Verified requests per second of one hotkey; bursts of twice as many; 0 means no limit")
    double requests_per_hotkey() default 50;

    @AttributeDefinition(description = "Requests decided at once", min = "1", max = "128")
    int workers() default 32;

    @AttributeDefinition(
            description = "Requests that wait while all workers are busy; further ones are answered with 503")
    int waiting() default 256;

    @AttributeDefinition(
            description = "auto: sqrtPriceX96 if the number can be one, otherwise token1/token0; or one of them always",
            options = {@Option("auto"), @Option("sqrtPriceX96"), @Option("ratio")})
    String price_encoding() default "auto";

    @AttributeDefinition(description = "Longest time for a request's headers")
    int header_seconds() default 10;

    @AttributeDefinition(description = "Longest time for a request's body")
    int body_seconds() default 10;

    @AttributeDefinition(description = "Least bytes per second of a body, after its first five seconds")
    int body_rate() default 1024;

    @AttributeDefinition(description = "Most connections in all")
    int connections() default 4096;

    @AttributeDefinition(description = "Most connections of one IPv4 address or IPv6 /64; a /48 has four times as many")
    int connections_per_address() default 128;
}
