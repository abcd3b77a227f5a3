package weir.console.internal.admin;

import com.google.gson.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContext;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;

/**
 * Who may use the admin port: whoever can read {@code admin.token}, which is made anew at each start. It is the servlet context
 * of everything on that port, so that no servlet can be reached past it, not even while the host starts.
 *
 * <p>A page in a browser could reach the port too, under a name that it resolves to the loopback address or from another site:
 * hence the host's name must be a loopback one and a request that names an origin is refused.
 */
@Component(
        service = ServletContextHelper.class,
        configurationPid = AdminConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@HttpWhiteboardContext(name = AdminGate.CONTEXT, path = "/")
@HttpWhiteboardTarget(AdminConfiguration.LISTENER)
public final class AdminGate extends ServletContextHelper {

    /** Name of the servlet context. */
    static final String CONTEXT = "weir.admin";

    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_BYTES = 32;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Path file;
    private final byte[] token;

    /** Made by DS. @throws IOException if the token cannot be written */
    @Activate
    public AdminGate(AdminConfiguration configuration) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        this.token = text.getBytes(StandardCharsets.US_ASCII);
        this.file = Files.createDirectories(Path.of(configuration.data())).resolve("admin.token");
        OwnerFile.write(file, text + "\n");
    }

    @Deactivate
    void stop() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public boolean handleSecurity(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!LOOPBACK.contains(hostName(request.getHeader("Host")))) {
            return refuse(response, 403, "Host: the admin port is asked as 127.0.0.1 or localhost; use that address");
        }
        if (request.getHeader("Origin") != null) {
            return refuse(response, 403, "Origin: the admin port takes no requests of web pages; use ./weir or curl");
        }
        if (!isToken(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Bearer");
            return refuse(
                    response,
                    401,
                    "Authorization: send 'Bearer ' and the text of data/admin.token in the home of this host");
        }
        return true;
    }

    private boolean isToken(String authorization) {
        return authorization != null
                && authorization.startsWith(SCHEME)
                // Takes as long for a wrong token as for the right one.
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The name in a Host header, without its port. */
    private static String hostName(String header) {
        return header == null ? "" : header.replaceFirst(":\\d*$", "");
    }

    private static boolean refuse(HttpServletResponse response, int status, String message) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("message", message);
        AdminServlet.send(response, status, json);
        return false;
    }
}
