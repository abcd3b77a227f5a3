package weir.console.internal.admin;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands and figures as JSON. {@code GET} looks: {@code /strategies /routes /routes/ID/changes /health}. {@code POST} changes:
 * {@code /strategies} (a JAR), {@code /strategies/NAME/VERSION/uninstall}, {@code /routes/ID} and
 * {@code /routes/ID/{pin,rollback,remove}}. Whatever goes wrong is answered as {@code {"message": …}}.
 */
@Component(service = Servlet.class, property = "weir.admin=commands")
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=" + AdminGate.CONTEXT + ")")
@HttpWhiteboardTarget(AdminConfiguration.LISTENER)
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(AdminServlet.class);

    private final transient StrategyCommands strategies;
    private final transient RouteCommands routes;
    private final transient HealthReport health;

    /** Made by DS. */
    @Activate
    public AdminServlet(
            @Reference StrategyCommands strategies, @Reference RouteCommands routes, @Reference HealthReport health) {
        this.strategies = strategies;
        this.routes = routes;
        this.health = health;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(response, () -> look(request, response));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(response, () -> change(request));
    }

    private JsonElement look(HttpServletRequest request, HttpServletResponse response) throws Complaint {
        List<String> path = path(request);
        return switch (shape(path)) {
            case "strategies" -> strategies.list();
            case "routes" -> routes.list();
            case "routes/*/changes" -> routes.changes(path.get(1));
            case "health" -> {
                HealthReport.Report report = health.report();
                response.setStatus(report.isCritical() ? 503 : 200);
                yield report.json();
            }
            default -> throw unknown(request);
        };
    }

    private JsonElement change(HttpServletRequest request) throws Complaint, IOException {
        List<String> path = path(request);
        RequestBody body = new RequestBody(request);
        return switch (shape(path)) {
            case "strategies" -> strategies.install(body);
            case "strategies/*/*/uninstall" -> strategies.uninstall(path.get(1), path.get(2));
            case "routes/*" -> routes.set(path.get(1), body.json());
            case "routes/*/pin" -> routes.pin(path.get(1), body.json());
            case "routes/*/rollback" -> routes.rollback(path.get(1));
            case "routes/*/remove" -> routes.remove(path.get(1));
            default -> throw unknown(request);
        };
    }

    /** The path with a star in the place of each name. */
    private static String shape(List<String> path) {
        return switch (path.size()) {
            case 2 -> path.get(0) + "/*";
            case 3 -> path.get(0) + "/*/" + path.get(2);
            case 4 -> path.get(0) + "/*/*/" + path.get(3);
            default -> String.join("/", path);
        };
    }

    private static List<String> path(HttpServletRequest request) {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        return Arrays.asList(path.replaceFirst("^/", "").split("/", 6));
    }

    private static Complaint unknown(HttpServletRequest request) {
        return new Complaint(
                404,
                request.getMethod() + " " + request.getPathInfo()
                        + ": is not known; docs/commands.md lists the requests");
    }

    private interface Work {
        JsonElement done() throws Complaint, IOException;
    }

    private static void answer(HttpServletResponse response, Work work) throws IOException {
        int status;
        String message;
        try {
            JsonElement result = work.done();
            send(response, response.getStatus(), result);
            return;
        } catch (Complaint complaint) {
            status = complaint.status();
            message = complaint.getMessage();
        } catch (IllegalArgumentException e) {
            status = 400;
            message = e.getMessage();
        } catch (IOException e) {
            LOG.warn("A command failed", e);
            status = 500;
            message = "the home folder cannot be read or written (" + e + "); make room or mend its permissions";
        } catch (RuntimeException e) {
            LOG.error("A command failed, which is our fault", e);
            status = 500;
            message = "the command failed (" + e + "); the log in the home's logs folder says more";
        }
        JsonObject json = new JsonObject();
        json.addProperty("message", message);
        send(response, status, json);
    }

    static void send(HttpServletResponse response, int status, JsonElement json) throws IOException {
        byte[] body = (new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(json) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
