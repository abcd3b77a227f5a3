package weir.console.internal.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import weir.console.internal.admin.BrowserGuard;
import weir.console.internal.admin.HttpError;
import weir.console.internal.page.PageSessions.Session;

/**
 * Checks the requests of the operator page. Host must name the loopback address, so that no other host name can be made to resolve to it.
 * Origin, which a browser sends with a change, must be that host. A change also needs the session's CSRF value in a header.
 */
final class PageRequestGuard {

    static final String CSRF_HEADER = "X-Weir-Csrf";

    private final PageSessions sessions;

    PageRequestGuard(PageSessions sessions) {
        this.sessions = sessions;
    }

    /** Checks where a request comes from. Static files need no more. */
    static void requireLoopback(Request request) throws HttpError {
        Optional<String> problem = BrowserGuard.hostProblem(request.getHeaders());
        if (problem.isPresent()) {
            throw new HttpError(403, problem.get());
        }
    }

    /** Checks that a request comes from the page itself. */
    static void requireOwnOrigin(Request request) throws HttpError {
        requireLoopback(request);
        String host = request.getHeaders().get(HttpHeader.HOST);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (origin != null && !origin.equals("http://" + host) || site != null && !site.equals("same-origin")) {
            throw new HttpError(403, "Origin: another web page sent this request; use the page of this address");
        }
    }

    /** Returns the session of a request of the page. */
    Session requireSession(Request request) throws HttpError {
        requireOwnOrigin(request);
        String name = cookieName(request);
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .flatMap(cookie -> sessions.find(cookie.getValue()).stream())
                .findFirst()
                .orElseThrow(() -> new HttpError(401, "the page is not signed in; run `weir page` and open its URL"));
    }

    /** Checks a request that changes something: it must have an Origin header and the session's CSRF value. */
    void requireChangeAllowed(Request request) throws HttpError {
        Session session = requireSession(request);
        String csrf = request.getHeaders().get(CSRF_HEADER);
        if (!request.getHeaders().contains(HttpHeader.ORIGIN)
                || csrf == null
                || !MessageDigest.isEqual(
                        csrf.getBytes(StandardCharsets.ISO_8859_1),
                        session.csrf().getBytes(StandardCharsets.ISO_8859_1))) {
            throw new HttpError(403, CSRF_HEADER + ": missing or wrong; reload the page");
        }
    }

    /** The cookie's name contains the port, because browsers send a host's cookies to all of its ports. */
    static String cookieName(Request request) {
        return "weir-" + Math.max(0, Request.getServerPort(request));
    }
}
