package weir.console.internal.admin;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in {@code admin.port} where commands are taken, while they are: any free port is as good as another. */
@Component(
        service = AdminAddress.class,
        immediate = true,
        configurationPid = AdminConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AdminAddress {

    private static final Logger LOG = LoggerFactory.getLogger(AdminAddress.class);

    private final Path file;
    private final URI endpoint;

    /** Made by DS once listener, gate and servlet are there. @throws IOException if the file cannot be written */
    @Activate
    public AdminAddress(
            AdminConfiguration configuration,
            @Reference(service = HttpServiceRuntime.class, target = AdminConfiguration.LISTENER)
                    Map<String, Object> listener,
            @Reference(target = "(osgi.http.whiteboard.context.name=" + AdminGate.CONTEXT + ")")
                    ServletContextHelper gate,
            @Reference(target = "(weir.admin=commands)") Servlet servlet)
            throws IOException {
        this.file = Path.of(configuration.data()).resolve("admin.port");
        String[] endpoints = (String[]) listener.get(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT);
        this.endpoint = URI.create(endpoints[0]);
        OwnerFile.write(file, endpoint.getPort() + "\n");
        LOG.info("commands are taken at {}", endpoint);
    }

    /** Where commands are taken, as a URL without a path. */
    public String url() {
        return "http://" + endpoint.getAuthority();
    }

    @Deactivate
    void stop() throws IOException {
        Files.deleteIfExists(file);
    }
}
