package weir.console.internal.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects requests without the token, and those of web pages, see {@link BrowserGuard}.
 */
final class AuthenticationHandler extends Handler.Wrapper {

    private static final String BEARER_PREFIX = "Bearer ";

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
        Optional<String> problem = BrowserGuard.problem(headers);
        if (problem.isPresent()) {
            throw new HttpError(403, problem.get());
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
                && isToken(authorization.substring(BEARER_PREFIX.length()));
    }

    /** Compares in constant time. */
    boolean isToken(String text) {
        return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
