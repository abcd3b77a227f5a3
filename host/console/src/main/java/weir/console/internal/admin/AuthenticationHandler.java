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
 * Passes on only requests that carry the token. Web pages in a browser on this machine can reach the port, too, through a host name
 * that resolves to the loopback address or from another site. Therefore the Host header must name the loopback address, and
 * requests with an Origin header are rejected.
 */
final class AuthenticationHandler extends Handler.Wrapper {

    private static final String SCHEME = "Bearer ";
    private static final Set<String> LOOPBACK_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private final byte[] token;

    AuthenticationHandler(String token, Handler next) {
        super(next);
        this.token = token.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        try {
            check(request.getHeaders());
        } catch (HttpError e) {
            if (e.status() == 401) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, SCHEME.strip());
            }
            e.reply().send(response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void check(HttpFields headers) throws HttpError {
        if (!LOOPBACK_HOSTS.contains(hostName(headers.get(HttpHeader.HOST)))) {
            throw new HttpError(403, "Host: not a loopback address; send requests to 127.0.0.1 or localhost");
        }
        if (headers.contains(HttpHeader.ORIGIN)) {
            throw new HttpError(403, "Origin: web pages cannot use the admin API; use ./weir or curl");
        }
        if (!isToken(headers.get(HttpHeader.AUTHORIZATION))) {
            throw new HttpError(
                    401,
                    "Authorization: the token is missing or wrong; send 'Bearer ' and the content of data/admin.token in"
                            + " the host's home directory");
        }
    }

    private boolean isToken(String authorization) {
        return authorization != null
                && authorization.startsWith(SCHEME)
                // Takes the same time for every wrong token.
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The Host header without its port. */
    private static String hostName(String header) {
        return header == null ? "" : header.replaceFirst(":\\d*$", "");
    }
}
