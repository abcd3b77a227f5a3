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
 * Sends the response of one request, once; calls after that have no effect. A response is written without blocking. Used by
 * one thread at a time.
 */
final class SynapseResponse {

    private static final Logger LOG = LoggerFactory.getLogger(SynapseResponse.class);
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

    private final Request request;
    private final Response response;
    private final Callback completion;
    private final ResponseHeaders headers;
    private final long start = System.nanoTime();
    private boolean sent;
    private boolean bodyIsRead;

    /**
     * @param completion completed when the last byte is written or never will be
     */
    SynapseResponse(Request request, Response response, Callback completion, ResponseHeaders headers) {
        this.request = request;
        this.response = response;
        this.completion = completion;
        this.headers = headers;
    }

    /** Seconds since the request arrived. */
    double processTime() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The time left until the client gives up; zero or less if it has. */
    Duration timeLeft(Duration timeout) {
        return timeout.minusNanos(System.nanoTime() - start);
    }

    /** Notes that the body was read to its end, so the connection can be used again after an error. */
    void bodyIsRead() {
        bodyIsRead = true;
    }

    /** Sends a 200. */
    void succeed(byte[] json) {
        headers.success(request.getHeaders(), response.getHeaders(), processTime());
        send(200, json);
    }

    /** Sends an error. Throws nothing; without the memory for a message it sends an empty 500. */
    void fail(HttpError error) {
        if (sent) {
            return;
        }
        try {
            response.reset();
            headers.error(request.getHeaders(), response.getHeaders(), error, processTime());
            switch (error.status()) {
                case 405 -> response.getHeaders().put(HttpHeader.ALLOW, "POST");
                case 429, 503 -> response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
                default -> LOG.debug("{} {}", error.status(), error.getMessage());
            }
            if (!bodyIsRead) {
                response.getHeaders().put(CLOSE);
            }
            send(error.status(), SynapseWriter.error(error.getMessage()));
        } catch (Throwable thrown) {
            logError("Could not send an error response", thrown);
            // Needs no memory. Without a status, Jetty would send an empty 200.
            response.setStatus(500);
            sent = true;
            completion.succeeded();
        }
    }

    /** Sends a 500 for an error of our own. Throws nothing. */
    void internalError(Throwable thrown) {
        logError("Could not answer a request", thrown);
        fail(new HttpError(500, "Internal Server Error"));
    }

    /** Logs an error; throws nothing, not even without the memory for a log line. */
    static void logError(String message, Throwable thrown) {
        try {
            LOG.error(message, thrown);
        } catch (OutOfMemoryError e) {
            // The response matters more than the log.
        }
    }

    private void send(int status, byte[] json) {
        response.setStatus(status);
        response.getHeaders().put(JSON);
        sent = true;
        try {
            response.write(true, ByteBuffer.wrap(json), completion);
        } catch (Throwable thrown) {
            sent = false;
            throw thrown;
        }
    }
}
