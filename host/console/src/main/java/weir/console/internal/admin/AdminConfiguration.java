package weir.console.internal.admin;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the admin API, PID {@value #PID}. */
@ObjectClassDefinition(name = "Weir admin API")
@interface AdminConfiguration {

    String PID = "weir.console";

    @AttributeDefinition(description = "Port on 127.0.0.1; 0 means any free port")
    int port() default 0;

    @AttributeDefinition(description = "Directory of admin.token and admin.port")
    String data();

    @AttributeDefinition(description = "Directory of the plugins' JARs")
    String plugins();
}
