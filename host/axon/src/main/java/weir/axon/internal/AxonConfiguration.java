package weir.axon.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the axon, PID {@code weir.axon}. */
@ObjectClassDefinition(name = "Weir axon", description = "Who may ask, and how queries are understood")
@interface AxonConfiguration {

    /** {@code hotkey}. */
    @AttributeDefinition(
            description =
                    "Own hotkey, an ss58 address; without one nothing is verified and only this machine is served")
    String hotkey() default "";

    /** {@code metagraph}. */
    @AttributeDefinition(description = "File of the metagraph snapshot; empty means conf/metagraph.json of the home")
    String metagraph() default "";

    /** {@code nonces}. */
    @AttributeDefinition(description = "File of the spent nonces; empty means data/nonces of the home")
    String nonces() default "";

    /** {@code min.stake}. */
    @AttributeDefinition(description = "Least stake of a validator, in the units of the metagraph snapshot")
    double min_stake() default 1000;

    /** {@code allow}. */
    @AttributeDefinition(description = "Hotkeys let in whatever the metagraph says")
    String[] allow() default {};

    /** {@code deny}. */
    @AttributeDefinition(description = "Hotkeys never let in")
    String[] deny() default {};

    /** {@code requests.per.address}. */
    @AttributeDefinition(
            description =
                    "Requests a second of one IPv4 address or IPv6 /64, four times as many of a /48; twice as many at once; 0 means no limit")
    double requests_per_address() default 100;

    /** {@code requests.per.hotkey}. */
    @AttributeDefinition(
            description = "Verified requests a second of one hotkey, twice as many at once; 0 means no limit")
    double requests_per_hotkey() default 50;

    /** {@code workers}. */
    @AttributeDefinition(description = "Requests worked on at once", min = "1", max = "128")
    int workers() default 32;

    /** {@code waiting}. */
    @AttributeDefinition(description = "Requests that wait when all workers are busy; more are answered with 503")
    int waiting() default 256;

    /** {@code price.encoding}. */
    @AttributeDefinition(
            description =
                    "auto: sqrtPriceX96 where the number can be one, otherwise token1/token0; or one of them forced",
            options = {@Option("auto"), @Option("sqrtPriceX96"), @Option("ratio")})
    String price_encoding() default "auto";
}
