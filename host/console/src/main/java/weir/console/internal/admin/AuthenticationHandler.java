package weir.console.internal.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects requests without the token. Also rejects requests of web pages in a browser on this machine: those whose Host header
 * does not name the loopback address (a page may use a host name that resolves to it), and those with an Origin header.
 */
final class AuthenticationHandler extends Handler.Wrapper {

    private static final String BEARER_PREFIX = "Bearer ";
    private static final Set<String> LOOPBACK_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private final byte[] token;

    AuthenticationHandler(String token, Handler next) {
        super(next);
        this.token = token.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        try {
            requireAuthorized(request.getHeaders());
        } catch (HttpError e) {
            if (e.status() == 401) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, BEARER_PREFIX.strip());
            }
            e.toReply().send(response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void requireAuthorized(HttpFields headers) throws HttpError {
        if (!LOOPBACK_HOSTS.contains(hostName(headers.get(HttpHeader.HOST)))) {
            throw new HttpError(403, "Host: not a loopback address; send requests to 127.0.0.1 or localhost");
        }
        if (headers.contains(HttpHeader.ORIGIN)) {
            throw new HttpError(403, "Origin: the admin API rejects requests of web pages; use ./weir or curl");
        }
        if (!hasToken(headers.get(HttpHeader.AUTHORIZATION))) {
            throw new HttpError(
                    401,
                    "Authorization: the token is missing or wrong; send 'Bearer ' and the content of data/admin.token in"
                            + " the host's home directory");
        }
    }

    private boolean hasToken(String authorization) {
        return authorization != null
                && authorization.startsWith(BEARER_PREFIX)
                // Compares in constant time.
                && MessageDigest.isEqual(
                        token, authorization.substring(BEARER_PREFIX.length()).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The Host header without its port. */
    private static String hostName(String header) {
        return header == null ? "" : header.replaceFirst(":\\d*$", "");
    }
}
