package weir.console.internal.admin;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the admin port, PID {@value #PID}. Its address is that of the listener {@value #LISTENER}. */
@ObjectClassDefinition(name = "Weir admin port")
@interface AdminConfiguration {

    String PID = "weir.console";

    /** The one listener whose servlets these are: a factory configuration of Felix HTTP with this name. */
    String LISTENER = "(org.apache.felix.http.name=weir.admin)";

    /** Folder of {@code admin.token} and {@code admin.port}. */
    @AttributeDefinition(name = "Data folder", description = "Folder of admin.token and admin.port")
    String data();

    /** Folder that strategies are installed into. */
    @AttributeDefinition(name = "Plugins folder", description = "Folder that strategies are installed into")
    String plugins();
}
