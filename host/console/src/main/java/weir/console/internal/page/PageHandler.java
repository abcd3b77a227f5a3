package weir.console.internal.page;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import weir.console.internal.admin.HttpError;
import weir.console.internal.admin.JsonReply;
import weir.console.internal.admin.RequestBody;
import weir.console.internal.page.PageSessions.Session;

/**
 * Serves the operator page: {@code /} and everything below {@code /page/}. Passes other requests on. A browser gets data and may change
 * something only after it has exchanged a code for a cookie.
 */
public final class PageHandler extends Handler.Wrapper {

    private static final String PREFIX = "/page/";
    private static final String API_PREFIX = "/page/api/";

    /** Everything comes from this port; nothing is inline, so injected markup has no effect. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    /** Commands of the admin API that the page may give; {@code *} stands for a name. */
    private static final Set<String> CHANGES = Set.of("routes/*/pin", "routes/*/rollback", "strategies", "inspect");

    private final PageSessions sessions;
    private final PageRequestGuard guard;
    private final PageEvents events;
    private final Commands commands;
    private final PageFiles files = new PageFiles();

    /** Runs a command of the admin API. */
    @FunctionalInterface
    public interface Commands {
        /** @param path decoded path that begins with a slash */
        JsonReply execute(String method, String path, InputStream body);
    }

    public PageHandler(PageSessions sessions, PageEvents events, Commands commands, Handler next) {
        super(next);
        this.sessions = sessions;
        this.guard = new PageRequestGuard(sessions);
        this.events = events;
        this.commands = commands;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getDecodedPath();
        if (!path.equals("/") && !path.startsWith(PREFIX)) {
            return super.handle(request, response, callback);
        }
        addSecurityHeaders(response.getHeaders());
        try {
            handlePage(request.getMethod(), path, request, response, callback);
        } catch (HttpError e) {
            e.toReply().send(response, callback);
        }
        return true;
    }

    private void handlePage(String method, String path, Request request, Response response, Callback callback)
            throws HttpError, IOException {
        if (method.equals("POST") && path.startsWith(API_PREFIX)) {
            guard.requireChangeAllowed(request);
            change(path.substring(API_PREFIX.length()), request).send(response, callback);
            return;
        }
        switch (method + " " + path) {
            case "POST /page/session" -> signIn(request, response).send(response, callback);
            case "GET /page/session" -> {
                // Without the CSRF value: other ports of this machine get the cookie, too.
                guard.requireSession(request);
                JsonReply.ok(Map.of("signedIn", true)).send(response, callback);
            }
            case "GET /page/events" -> {
                String session = guard.requireSession(request).id();
                events.add(request, response, callback, () -> sessions.find(session)
                        .isPresent());
            }
            default -> sendFile(method, path, request, response, callback);
        }
    }

    private JsonReply signIn(Request request, Response response) throws HttpError, IOException {
        PageRequestGuard.requireOwnOrigin(request);
        JsonObject body = new RequestBody(Content.Source.asInputStream(request)).readJson();
        String code = RequestBody.requireString(body, "code", "run `weir page` and open its URL");
        Session session = sessions.exchange(code)
                .orElseThrow(() -> new HttpError(
                        401, "code: is not valid any more, because it was used or is too old; run `weir page` again"));
        response.getHeaders()
                .put(
                        HttpHeader.SET_COOKIE,
                        PageRequestGuard.cookieName(request) + "=" + session.id()
                                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                                + PageSessions.SESSION_VALIDITY.toSeconds());
        return JsonReply.ok(Map.of("csrf", session.csrf()));
    }

    private JsonReply change(String path, Request request) throws HttpError {
        String[] parts = path.split("/");
        String pattern = parts.length == 3 ? parts[0] + "/*/" + parts[2] : path;
        if (!CHANGES.contains(pattern)) {
            throw new HttpError(404, path + ": the page cannot do this; docs/commands.md lists the commands");
        }
        return commands.execute("POST", "/" + path, Content.Source.asInputStream(request));
    }

    private void sendFile(String method, String path, Request request, Response response, Callback callback)
            throws HttpError {
        PageRequestGuard.requireLoopback(request);
        PageFiles.PageFile file = files.find(path)
                .filter(found -> method.equals("GET"))
                .orElseThrow(() -> new HttpError(404, path + ": there is no such file; open /"));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.mediaType() + ";charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.write(true, ByteBuffer.wrap(file.content()), callback);
    }

    private static void addSecurityHeaders(HttpFields.Mutable headers) {
        headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
    }
}
