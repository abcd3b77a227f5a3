package weir.axon.internal.handler;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import weir.axon.internal.HttpError;

/**
 * Reads a request's body of at most {@value #MAX_BODY_BYTES} bytes without blocking. The calling thread reads the bytes that have
 * arrived; a thread of Jetty reads more whenever they arrive. So a slow client occupies a connection, but no thread.
 */
public final class BodyReader implements Runnable {

    /** 256 times the 4 KiB that a validator sends at most. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    private static final int INITIAL_BUFFER_BYTES = 4096;

    /** Receives the result. One of the two methods is called, once. */
    public interface Receiver {

        /** Called with the whole body. */
        void accept(byte[] body);

        /**
         * Called if the body cannot be read.
         *
         * @param cause an {@link HttpError} if the body is too long, exceeds the budget, or ended early; otherwise an internal error
         */
        void abort(Throwable cause);
    }

    private final Request request;
    private final int maxBufferBytes;
    private final BodyBudget.Reservation reservation;
    private final Receiver receiver;
    private byte[] buffer;
    private int length;

    /**
     * Creates a reader; {@link #run} starts it.
     *
     * @param reservation extended as the body grows; the caller releases it
     */
    public BodyReader(Request request, BodyBudget.Reservation reservation, Receiver receiver) {
        this.request = request;
        this.reservation = reservation;
        this.receiver = receiver;
        long announcedBytes = request.getLength() < 0 ? MAX_BODY_BYTES : Math.min(request.getLength(), MAX_BODY_BYTES);
        maxBufferBytes = (int) announcedBytes + 1;
        // Allocates memory as bytes arrive, so that announcing a long body costs none.
        buffer = new byte[Math.min(maxBufferBytes, INITIAL_BUFFER_BYTES)];
    }

    /** @throws HttpError 413 if the value of {@code Content-Length} is too high */
    public static void requireAllowedLength(long length) throws HttpError {
        if (length > MAX_BODY_BYTES) {
            throw tooLong();
        }
    }

    /** @throws HttpError 415 if the body is compressed */
    public static void requireNoEncoding(Request request) throws HttpError {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new HttpError(
                    415,
                    HttpHeader.CONTENT_ENCODING
                            + ": the body is compressed; send it uncompressed, without this header");
        }
    }

    /**
     * Returns whether the announced length is short and the client does not wait for {@code 100 Continue}. Then reading the rest
     * of the body is cheaper than the new connection that the client would need otherwise.
     */
    public static boolean isCheapToDiscard(Request request) {
        long length = request.getLength();
        return length >= 0
                && length <= BodyBudget.SHORT_BODY_BYTES
                && !request.getHeaders().contains(HttpHeader.EXPECT);
    }

    @Override
    public void run() {
        try {
            Content.Chunk chunk;
            do {
                chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                append(chunk);
            } while (!chunk.isLast());
            receiver.accept(Arrays.copyOf(buffer, length));
        } catch (HttpError | RuntimeException | Error e) {
            buffer = null;
            receiver.abort(e);
        }
    }

    private void append(Content.Chunk chunk) throws HttpError {
        if (Content.Chunk.isFailure(chunk)) {
            throw HttpError.badRequest("body", "broke off before its end");
        }
        try {
            int end = length + chunk.remaining();
            if (end > MAX_BODY_BYTES) {
                throw tooLong();
            }
            if (end > buffer.length) {
                grow(end);
            }
            chunk.get(buffer, length, end - length);
            length = end;
        } finally {
            chunk.release();
        }
    }

    private void grow(int atLeast) throws HttpError {
        int capacity = Math.min(maxBufferBytes, Math.max(atLeast, 2 * buffer.length));
        if (!reservation.extendTo(capacity)) {
            throw new HttpError(503, "Busy: too many long bodies at once; send the request again");
        }
        buffer = Arrays.copyOf(buffer, capacity);
    }

    private static HttpError tooLong() {
        return new HttpError(413, "body: longer than " + MAX_BODY_BYTES + " bytes");
    }
}
