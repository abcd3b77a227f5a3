package weir.rounds.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of PID {@code weir.rounds}. */
@ObjectClassDefinition(name = "Weir rounds")
public @interface RoundsConfiguration {

    @AttributeDefinition(name = "Directory", description = "Directory of the records")
    String folder();

    @AttributeDefinition(name = "Challenges directory", description = "Directory of the records of challenges")
    String challenges_folder();

    @AttributeDefinition(name = "Routes directory", description = "Directory of the route files, <id>.json")
    String routes_folder();

    @AttributeDefinition(name = "Pools directory", description = "Directory with the metadata of pools")
    String pools_folder();

    @AttributeDefinition(name = "Days", description = "Number of days for which records are kept")
    int keep_days() default 60;

    @AttributeDefinition(name = "Blocks", description = "Number of blocks of a round")
    long round_blocks() default 450;
}
