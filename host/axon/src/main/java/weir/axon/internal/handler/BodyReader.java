package weir.axon.internal.handler;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import weir.axon.internal.HttpError;

/**
 * Reads a request's body of at most {@value #MAX_BYTES} bytes without blocking: on the calling thread as far as bytes have
 * arrived, then on a thread of Jetty whenever more arrive. A slow client holds its connection and no thread.
 */
public final class BodyReader implements Runnable {

    /** Three hundred times what a validator sends. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int INITIAL_BYTES = 4096;

    /** Receives the result; one of the two is called, once. */
    public interface Receiver {

        /** The whole body has been read. */
        void received(byte[] body);

        /**
         * The body is too long, for itself or beside others, or ended early.
         *
         * @param error for the client
         */
        void failed(HttpError error);
    }

    private final Request request;
    private final int limit;
    private final BodyBudget.Reservation reservation;
    private final Receiver receiver;
    private byte[] bytes;
    private int length;

    /**
     * Call {@link #run} to begin.
     *
     * @param reservation of the budget for long bodies; the caller releases it
     */
    public BodyReader(Request request, BodyBudget.Reservation reservation, Receiver receiver) {
        this.request = request;
        this.reservation = reservation;
        this.receiver = receiver;
        long announced = request.getLength() < 0 ? MAX_BYTES : Math.min(request.getLength(), MAX_BYTES);
        limit = (int) announced + 1;
        // Memory is allocated for bytes that have arrived, not for an announced length.
        bytes = new byte[Math.min(limit, INITIAL_BYTES)];
    }

    /** @throws HttpError 413 if the announced length is too long */
    public static void requireShort(long length) throws HttpError {
        if (length > MAX_BYTES) {
            throw tooLong();
        }
    }

    /**
     * Whether the body is announced as short and will be sent without a {@code 100 Continue}: reading it to the end is then
     * cheaper than the new connection that the client would need otherwise.
     */
    public static boolean isCheapToDiscard(Request request) {
        long length = request.getLength();
        return length >= 0
                && length <= BodyBudget.SHORT_BYTES
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
            receiver.received(Arrays.copyOf(bytes, length));
        } catch (HttpError error) {
            bytes = null;
            receiver.failed(error);
        }
    }

    private void append(Content.Chunk chunk) throws HttpError {
        if (Content.Chunk.isFailure(chunk)) {
            throw HttpError.badRequest("body", "broke off before its end");
        }
        try {
            int end = length + chunk.remaining();
            if (end > MAX_BYTES) {
                throw tooLong();
            }
            if (end > bytes.length) {
                grow(end);
            }
            chunk.get(bytes, length, end - length);
            length = end;
        } finally {
            chunk.release();
        }
    }

    private void grow(int atLeast) throws HttpError {
        int capacity = Math.min(limit, Math.max(atLeast, 2 * bytes.length));
        if (!reservation.extendTo(capacity)) {
            throw new HttpError(503, "Busy: too many long bodies are on their way; come again");
        }
        bytes = Arrays.copyOf(bytes, capacity);
    }

    private static HttpError tooLong() {
        return new HttpError(413, "body: longer than " + MAX_BYTES + " bytes");
    }
}
