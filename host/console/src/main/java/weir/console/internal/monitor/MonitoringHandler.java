package weir.console.internal.monitor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code GET /live} and {@code GET /ready} with a status and no content, to any client, and {@code GET /metrics} with all metrics,
 * to a client with a token. Passes other requests on.
 */
public final class MonitoringHandler extends Handler.Wrapper {

    private static final String BEARER = "Bearer ";

    /** Reads at the same time. A read runs the health checks, and a hanging one must not use up the threads of commands. */
    private static final int MAX_READS = 4;

    private final Monitoring monitoring;
    private final Function<HttpFields, Optional<String>> problemOfHeaders;
    private final Predicate<String> isOtherToken;
    private final Semaphore reads = new Semaphore(MAX_READS);

    /**
     * @param problemOfHeaders why a request with these headers is rejected; empty if it is not
     * @param isOtherToken whether a token is valid for metrics besides that of the file
     * @param next handler of all other requests
     */
    public MonitoringHandler(
            Monitoring monitoring,
            Function<HttpFields, Optional<String>> problemOfHeaders,
            Predicate<String> isOtherToken,
            Handler next) {
        super(next);
        this.monitoring = monitoring;
        this.problemOfHeaders = problemOfHeaders;
        this.isOtherToken = isOtherToken;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getMethod() + " " + request.getHttpURI().getDecodedPath();
        switch (path) {
            case "GET /live", "GET /ready", "GET /metrics" -> {
                Optional<String> problem = problemOfHeaders.apply(request.getHeaders());
                if (problem.isPresent()) {
                    send(response, callback, 403, problem.get() + "\n");
                } else if (path.equals("GET /metrics")) {
                    sendMetrics(request, response, callback);
                } else {
                    boolean isOk = path.equals("GET /live") || monitoring.isReady();
                    send(response, callback, isOk ? 200 : 503, "");
                }
                return true;
            }
            default -> {
                return super.handle(request, response, callback);
            }
        }
    }

    private void sendMetrics(Request request, Response response, Callback callback) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization == null
                || !authorization.startsWith(BEARER)
                || !isToken(authorization.substring(BEARER.length()))) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, BEARER.strip());
            send(
                    response,
                    callback,
                    401,
                    "Authorization: the token is missing or wrong; send 'Bearer ' and the content of the file of"
                            + " metrics.token_file, or on the admin port of data/admin.token\n");
        } else if (!reads.tryAcquire()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            send(response, callback, 503, MAX_READS + " other clients read the metrics; try again in a second\n");
        } else {
            try {
                send(response, callback, 200, monitoring.metrics());
            } finally {
                reads.release();
            }
        }
    }

    private boolean isToken(String token) {
        return isOtherToken.test(token) || monitoring.isMetricsToken(token);
    }

    static void send(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
