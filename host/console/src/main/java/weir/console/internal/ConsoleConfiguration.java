package weir.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the admin API, the metrics, the startup banner and the health check of the wallet, PID {@value #PID}. */
@ObjectClassDefinition(name = "Weir console")
public @interface ConsoleConfiguration {

    String PID = "weir.console";

    @AttributeDefinition(description = "Port of the admin API on 127.0.0.1; 0 means any free port")
    int port() default 0;

    @AttributeDefinition(description = "Directory of admin.token and admin.port")
    String data();

    @AttributeDefinition(description = "Directory of the plugins' JARs")
    String plugins();

    @AttributeDefinition(description = "The axon's URL without a path")
    String axon() default "";

    @AttributeDefinition(description = "Private files of the configured wallet; the host never opens them")
    String[] private_key_files() default {};

    @AttributeDefinition(description = "Health checks that this host must have besides those of every host")
    String[] more_checks() default {};

    @AttributeDefinition(description = "ss58 address of the miner's hotkey; empty for none")
    String hotkey() default "";

    @AttributeDefinition(description = "Settings of the host that the admin API shows, as key=value")
    String[] settings() default {};

    @AttributeDefinition(description = "IP address of the port for metrics")
    String metrics_ip() default "127.0.0.1";

    @AttributeDefinition(description = "Port for metrics; -1 for none besides the admin port")
    int metrics_port() default -1;

    @AttributeDefinition(description = "File of the token for metrics; empty for none")
    String metrics_token_file() default "";
}
