package weir.router.internal.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of PID {@code weir.router}. */
@ObjectClassDefinition(name = "Weir router")
public @interface RouterConfiguration {

    @AttributeDefinition(name = "Routes directory", description = "Directory of the route files, <id>.json")
    String routes_folder();

    @AttributeDefinition(
            name = "Data directory",
            description = "Directory of routes.json, changes.jsonl and decisions.jsonl")
    String data();

    @AttributeDefinition(
            name = "Activation timeout",
            description = "How long the router waits for a strategy's activation or deactivation, in milliseconds")
    long activation_timeout() default 3_000;
}
