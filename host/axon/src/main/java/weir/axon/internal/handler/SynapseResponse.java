package weir.axon.internal.handler;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.SynapseWriter;

/**
 * Sends the response to one HTTP request, once and without blocking. An error after the response is ignored. Used by one thread at a
 * time.
 */
final class SynapseResponse {

    private static final Logger LOG = LoggerFactory.getLogger(SynapseResponse.class);
    private static final HttpField JSON_CONTENT_TYPE =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField CONNECTION_CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

    private final Request request;
    private final Response response;
    private final Callback completion;
    private final ResponseHeaders headers;
    private final long startNs = System.nanoTime();
    private boolean isSent;
    private boolean isBodyRead;

    /** @param completion completed when the response is written, or cannot be */
    SynapseResponse(Request request, Response response, Callback completion, ResponseHeaders headers) {
        this.request = request;
        this.response = response;
        this.completion = completion;
        this.headers = headers;
    }

    /** Returns the seconds since the request arrived. */
    double elapsedSeconds() {
        return (System.nanoTime() - startNs) / 1e9;
    }

    /** Returns how long the client still waits, of its timeout; zero or less if it does not. */
    Duration remainingTime(Duration timeout) {
        return timeout.minusNanos(System.nanoTime() - startNs);
    }

    /** Records that the whole body was read, so that the connection stays open after an error. */
    void markBodyRead() {
        isBodyRead = true;
    }

    /** Sends status 200. */
    void sendSuccess(byte[] json) {
        headers.addSuccess(request.getHeaders(), response.getHeaders(), elapsedSeconds());
        send(200, json);
    }

    /** Sends an error. Throws nothing; if the memory does not suffice, sends status 500 without a body. */
    void sendError(HttpError error) {
        if (isSent) {
            return;
        }
        try {
            response.reset();
            headers.addError(request.getHeaders(), response.getHeaders(), error, elapsedSeconds());
            switch (error.status()) {
                case 405 -> response.getHeaders().put(HttpHeader.ALLOW, "POST");
                case 429, 503 -> response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
                default -> LOG.debug("{} {}", error.status(), error.getMessage());
            }
            if (!isBodyRead) {
                response.getHeaders().put(CONNECTION_CLOSE);
            }
            send(error.status(), SynapseWriter.writeError(error.getMessage()));
        } catch (Throwable thrown) {
            logError("Could not send an error response", thrown);
            // Allocates nothing. If no status were set, Jetty would send 200.
            response.setStatus(500);
            isSent = true;
            completion.succeeded();
        }
    }

    /** Logs an error of the host and sends status 500. Throws nothing. */
    void sendInternalError(Throwable thrown) {
        logError("Could not process a request", thrown);
        sendError(new HttpError(500, "Internal Server Error"));
    }

    /** Logs an error. Throws nothing; omits the log line if the memory does not suffice. */
    static void logError(String message, Throwable thrown) {
        try {
            LOG.error(message, thrown);
        } catch (OutOfMemoryError e) {
            // The response matters more than the log.
        }
    }

    private void send(int status, byte[] json) {
        response.setStatus(status);
        response.getHeaders().put(JSON_CONTENT_TYPE);
        isSent = true;
        try {
            response.write(true, ByteBuffer.wrap(json), completion);
        } catch (Throwable thrown) {
            isSent = false;
            throw thrown;
        }
    }
}
