package weir.chain.internal.metagraph;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration with the PID {@code weir.chain}. An underscore in a method name is a dot in the property's name. */
@ObjectClassDefinition(name = "Weir chain", description = "The chain whose metagraph is followed")
@interface ChainConfiguration {

    @AttributeDefinition(description = "finney, test, local, or the address of a node such as ws://127.0.0.1:9944")
    String network() default "finney";

    @AttributeDefinition(description = "Address of a node of any chain, which has precedence; empty for none")
    String chain_endpoint() default "";

    @AttributeDefinition(description = "Number of the subnet")
    int netuid() default 98;

    @AttributeDefinition(description = "Folder for the last metagraph and metadata")
    String folder();

    @AttributeDefinition(description = "File that replaces the chain's metagraph while it exists")
    String override_file();

    @AttributeDefinition(description = "How long the content of a deleted file stays in force, in seconds")
    int override_grace_seconds() default 60;

    @AttributeDefinition(description = "Hotkey of this host, an ss58 address; empty for none")
    String hotkey() default "";

    @AttributeDefinition(description = "IP address at which validators reach this host; empty if it is not known")
    String served_ip() default "";

    @AttributeDefinition(description = "Port at which validators reach this host")
    int served_port() default 8091;
}
