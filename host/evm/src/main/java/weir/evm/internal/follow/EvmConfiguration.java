package weir.evm.internal.follow;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration with the PID {@code weir.evm}. An underscore in a method name is a dot in the property's name. The URLs of the nodes are
 * not part of it, because configurations are written to disk.
 */
@ObjectClassDefinition(name = "Weir EVM", description = "The nodes from which pools are followed")
@interface EvmConfiguration {

    @AttributeDefinition(description = "Milliseconds between two polls; a block of Base takes 2000")
    long poll_interval() default 2_000;

    @AttributeDefinition(description = "Id of the chain")
    long chain_id() default 8453;

    @AttributeDefinition(description = "Folder for the pools that were queried")
    String folder();

    @AttributeDefinition(description = "Folder with the metadata of pools")
    String pools_folder();
}
