package weir.axon.internal.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import weir.protocol.synapse.Subnet;

/** Configuration with the PID {@code weir.axon}. An underscore in a method name is a dot in the property's name. */
@ObjectClassDefinition(name = "Weir axon", description = "The public port, access control, and the encoding of prices")
@interface AxonConfiguration {

    @AttributeDefinition(description = "Address to listen on")
    String host() default "127.0.0.1";

    @AttributeDefinition(description = "Port to listen on")
    int port() default 8091;

    @AttributeDefinition(
            description =
                    "The miner's hotkey, an ss58 address; if empty, requests from this machine are accepted without authentication, and all others rejected")
    String hotkey() default "";

    @AttributeDefinition(
            description =
                    "Address of the miner's vault, 0x and 40 hexadecimal digits; if empty, the miner has no vault")
    String vault_address() default "";

    @AttributeDefinition(description = "Number of the vault's EVM chain")
    long vault_chain_id() default Subnet.DEFAULT_CHAIN_ID;

    @AttributeDefinition(
            description = "File that keeps used nonces over restarts; empty means data/nonces in the home directory")
    String nonces() default "";

    @AttributeDefinition(description = "Minimum stake of a validator, in tokens")
    double min_stake() default 1000;

    @AttributeDefinition(description = "Hotkeys accepted regardless of the metagraph")
    String[] allow() default {};

    @AttributeDefinition(description = "Hotkeys always rejected")
    String[] deny() default {};

    @AttributeDefinition(
            description =
                    "Requests per second from one IPv4 address or IPv6 /64, four times as many from a /48; bursts of twice as many; 0 means no limit")
    double requests_per_address() default 1000;

    @AttributeDefinition(
            description = "Verified requests per second of one hotkey; bursts of twice as many; 0 means no limit")
    double requests_per_hotkey() default 500;

    @AttributeDefinition(description = "Number of requests that are processed at once", min = "1", max = "128")
    int workers() default 32;

    @AttributeDefinition(
            description =
                    "Number of requests that may wait while all workers are busy; further requests are rejected with status 503")
    int waiting() default 1024;

    @AttributeDefinition(
            description =
                    "Encoding of current_price: sqrtPriceX96, ratio (token1 per token0), or auto, which tells them apart by their size",
            options = {@Option("auto"), @Option("sqrtPriceX96"), @Option("ratio")})
    String price_encoding() default "auto";

    @AttributeDefinition(description = "Time limit for a request's headers, in seconds")
    int header_seconds() default 10;

    @AttributeDefinition(description = "Time limit for a request's body, in seconds")
    int body_seconds() default 10;

    @AttributeDefinition(description = "Minimum bytes per second of a request's body, checked after five seconds")
    int body_rate() default 1024;

    @AttributeDefinition(description = "Maximum number of connections")
    int connections() default 4096;

    @AttributeDefinition(
            description = "Maximum number of connections of one IPv4 address or IPv6 /64; four times as many for a /48")
    int connections_per_address() default 512;
}
