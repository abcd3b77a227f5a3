package weir.axon.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.wire.AnswerWriter;
import weir.axon.internal.wire.Refusal;

/** One request and its answer: whatever it is, it is sent here, once. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final BtHeaders headers;
    private final long start = System.nanoTime();

    Exchange(HttpServletRequest request, HttpServletResponse response, BtHeaders headers) {
        this.request = request;
        this.response = response;
        this.headers = headers;
    }

    HttpServletRequest request() {
        return request;
    }

    /** Seconds since the request came. */
    double processTime() {
        return (System.nanoTime() - start) / 1e9;
    }

    void succeed(byte[] json) {
        headers.success(request, response, processTime());
        send(200, json);
    }

    void refuse(Refusal refusal) {
        int status = refusal.status();
        headers.refusal(request, response, status, refusal.getMessage(), processTime());
        switch (status) {
            case 405 -> response.setHeader("Allow", "POST");
            case 429, 503 -> response.setHeader("Retry-After", "1");
            default -> LOG.debug("{} {}", status, refusal.getMessage());
        }
        // What is left of the body is not read, so the connection cannot be used again.
        response.setHeader("Connection", "close");
        send(status, AnswerWriter.message(refusal.getMessage()));
    }

    /** Nobody is there any more. */
    void abandon() {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().complete();
        }
    }

    private void send(int status, byte[] json) {
        try {
            response.setStatus(status);
            response.setContentType("application/json");
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
        } catch (IOException e) {
            LOG.debug("the peer went away before its answer: {}", e.toString());
        } finally {
            abandon();
        }
    }
}
