package weir.console.internal.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.WeirException;
import weir.console.internal.page.PageSessions;

/**
 * Passes each request to its command, which may block. docs/commands.md lists the requests. An error response has the body
 * {@code {"message": …}}.
 */
final class AdminHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final StrategyCommands strategies;
    private final RouteCommands routes;
    private final ChallengeCommands challenges;
    private final HealthReport health;
    private final Map<String, String> settings;
    private final PageSessions sessions;

    /** @param settings settings of the host by key, without secrets */
    AdminHandler(
            StrategyCommands strategies,
            RouteCommands routes,
            ChallengeCommands challenges,
            HealthReport health,
            Map<String, String> settings,
            PageSessions sessions) {
        this.strategies = strategies;
        this.routes = routes;
        this.challenges = challenges;
        this.health = health;
        this.settings = settings;
        this.sessions = sessions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        execute(request.getMethod(), request.getHttpURI().getDecodedPath(), Content.Source.asInputStream(request))
                .send(response, callback);
        return true;
    }

    /** Runs a command, which may block, and returns its response or the error. */
    JsonReply execute(String method, String decodedPath, InputStream content) {
        try {
            return runCommand(method, decodedPath, new RequestBody(content));
        } catch (HttpError e) {
            return e.toReply();
        } catch (IllegalArgumentException e) {
            return JsonReply.error(400, e.getMessage());
        } catch (IOException e) {
            LOG.warn("A command of the admin API failed", e);
            return JsonReply.error(
                    500,
                    "the home directory cannot be read or written (" + WeirException.describe(e)
                            + "); free disk space or correct its permissions");
        } catch (RuntimeException e) {
            LOG.error("A command of the admin API failed unexpectedly", e);
            return JsonReply.error(
                    500, "the command failed (" + e + "); see the log in the logs directory of the home directory");
        }
    }

    private JsonReply runCommand(String method, String decodedPath, RequestBody body) throws HttpError, IOException {
        List<String> path = List.of(decodedPath.substring(1).split("/", 6));
        return switch (method + " " + pathPattern(path)) {
            case "GET strategies" -> JsonReply.ok(strategies.list());
            case "GET routes" -> JsonReply.ok(routes.list());
            case "GET routes/*/changes" -> JsonReply.ok(routes.changes(path.get(1)));
            case "GET challenges" -> JsonReply.ok(challenges.list());
            case "GET challenges/*" -> JsonReply.ok(challenges.list(path.get(1)));
            case "GET health" -> health.reply();
            case "GET settings" -> JsonReply.ok(settings);
            case "POST page" -> JsonReply.ok(Map.of("code", sessions.newCode()));
            case "POST inspect" -> JsonReply.ok(strategies.inspect(body));
            case "POST strategies" -> JsonReply.ok(strategies.install(body));
            case "POST strategies/*/*/uninstall" -> JsonReply.ok(strategies.uninstall(path.get(1), path.get(2)));
            case "POST strategies/*/allow" -> JsonReply.ok(strategies.allowName(path.get(1), body.readJson()));
            case "POST routes/*" -> JsonReply.ok(routes.set(path.get(1), body.readJson()));
            case "POST routes/*/pin" -> JsonReply.ok(routes.pin(path.get(1), body.readJson()));
            case "POST routes/*/rollback" -> JsonReply.ok(routes.rollback(path.get(1)));
            case "POST routes/*/remove" -> JsonReply.ok(routes.remove(path.get(1)));
            case "POST challenges/*" -> JsonReply.ok(challenges.start(path.get(1), body.readJson()));
            case "POST challenges/*/promote" -> JsonReply.ok(challenges.promote(path.get(1)));
            case "POST challenges/*/stop" -> JsonReply.ok(challenges.stop(path.get(1)));
            default ->
                throw new HttpError(
                        404, method + " " + decodedPath + ": unknown request; docs/commands.md lists the requests");
        };
    }

    /** The path with {@code *} in place of each name. */
    private static String pathPattern(List<String> path) {
        return switch (path.size()) {
            case 2 -> path.get(0) + "/*";
            case 3 -> path.get(0) + "/*/" + path.get(2);
            case 4 -> path.get(0) + "/*/*/" + path.get(3);
            default -> String.join("/", path);
        };
    }
}
