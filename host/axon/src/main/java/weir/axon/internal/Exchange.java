package weir.axon.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
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
    /** Needs no lock: an exchange is handed from thread to thread, never shared. */
    private boolean over;

    private boolean bodyRead;

    Exchange(HttpServletRequest request, HttpServletResponse response, BtHeaders headers) {
        this.request = request;
        this.response = response;
        this.headers = headers;
    }

    /** Seconds since the request came. */
    double processTime() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** What is left of the peer's patience; zero or less when the peer has given up. */
    Duration left(Duration timeout) {
        return timeout.minusNanos(System.nanoTime() - start);
    }

    /** Nothing of the request is left on the connection, so the next one may follow, whatever becomes of this one. */
    void bodyIsRead() {
        bodyRead = true;
    }

    void succeed(byte[] json) {
        headers.success(request, response, processTime());
        send(200, json);
    }

    /** Throws nothing: whoever refuses has others to look after. What is over stays as it is. */
    void refuse(Refusal refusal) {
        if (over) {
            return;
        }
        try {
            say(refusal);
        } catch (Throwable thrown) {
            // It takes no memory, and what nothing is said of would be a success.
            response.setStatus(500);
            complain("a refusal was lost", thrown);
            complete();
        }
    }

    /** It is our fault: a 500 where one can still be sent. Throws nothing. */
    void fail(Throwable thrown) {
        complain("a request was lost, which is our fault", thrown);
        refuse(new Refusal(500, "Internal Server Error"));
    }

    private static void complain(String what, Throwable thrown) {
        try {
            LOG.error(what, thrown);
        } catch (OutOfMemoryError unspeakable) {
            // No memory to say that there is no memory; the peer matters more.
        }
    }

    private void say(Refusal refusal) {
        int status = refusal.status();
        // Of an answer that there was no memory for, its headers and the number of its bytes are left.
        response.reset();
        headers.refusal(request, response, status, refusal.getMessage(), processTime());
        switch (status) {
            case 405 -> response.setHeader("Allow", "POST");
            case 429, 503 -> response.setHeader("Retry-After", "1");
            default -> LOG.debug("{} {}", status, refusal.getMessage());
        }
        if (!bodyRead) {
            response.setHeader("Connection", "close");
        }
        send(status, AnswerWriter.message(refusal.getMessage()));
    }

    /**
     * The body ended before its end: the peer went away, was sent away, or broke off. One that can still read must not take
     * it for a success, which is what a response is that nobody has said anything in.
     */
    void abandon() {
        refuse(new Refusal(400, "body: broke off before its end"));
    }

    /** Throws nothing; what goes wrong here, the connection's own deadline ends. */
    private void complete() {
        // Once: afterwards the container may use the request for the next one of its connection.
        if (!over && request.isAsyncStarted()) {
            over = true;
            try {
                request.getAsyncContext().complete();
            } catch (Throwable thrown) {
                complain("the end of an exchange was lost", thrown);
            }
        }
    }

    /** Whatever else it throws, the exchange is not over: what was to be said may not have been. */
    private void send(int status, byte[] json) {
        try {
            response.setStatus(status);
            response.setContentType("application/json");
            // Kept whole and without its length, the answer is written when the exchange is complete, and no thread
            // waits for its reader. Jetty 12.0 writes one that fills its length at once, by a thread that waits.
            response.setBufferSize(json.length + 1);
            response.getOutputStream().write(json);
        } catch (IOException e) {
            LOG.debug("the peer went away before its answer: {}", e.toString());
        }
        complete();
    }
}
