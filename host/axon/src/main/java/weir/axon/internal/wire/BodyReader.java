package weir.axon.internal.wire;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects a request's body as it comes, without a thread that waits for it: a peer that sends slowly holds no more than
 * its connection. At most {@value #MAX_BYTES} bytes, and only text that is really UTF-8.
 */
public final class BodyReader implements ReadListener {

    /** Three hundred times what a validator sends. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int FIRST_GUESS = 4096;

    /** What becomes of the body; called once. */
    public interface Receiver {

        /** The whole body is there. */
        void received(byte[] body);

        /** The body is too long, for itself or beside others; the rest of it was not read. */
        void refused(Refusal refusal);

        /** The peer went away, or was sent away. */
        void lost(Throwable cause);
    }

    private final ServletInputStream in;
    private final int most;
    private final BodyBudget.Share share;
    private final Receiver receiver;
    private byte[] bytes;
    private int length;
    private boolean done;

    private BodyReader(ServletInputStream in, int most, BodyBudget.Share share, Receiver receiver) {
        this.in = in;
        this.most = most;
        this.share = share;
        this.receiver = receiver;
        // What is announced is believed only so far: memory is taken for what has come.
        this.bytes = new byte[Math.min(most, FIRST_GUESS)];
    }

    /**
     * Begins to read; the request must have been made asynchronous.
     *
     * @param contentLength announced length, or -1
     * @param share of the memory for long bodies; the caller gives it back
     */
    public static void read(ServletInputStream in, long contentLength, BodyBudget.Share share, Receiver receiver) {
        long announced = contentLength < 0 ? MAX_BYTES : Math.min(contentLength, MAX_BYTES);
        in.setReadListener(new BodyReader(in, (int) announced + 1, share, receiver));
    }

    /** @throws Refusal 413 when the announced length is too long already */
    public static void requireShort(long contentLength) throws Refusal {
        if (contentLength > MAX_BYTES) {
            throw tooLong();
        }
    }

    /**
     * Whether a body is announced as so short, and is sent without being asked for, that reading it costs less than the new
     * connection that the peer would need after an answer without it. One that never comes ends with the body's deadline.
     */
    public static boolean isCheap(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length >= 0 && length <= BodyBudget.SHORT_BYTES && request.getHeader("Expect") == null;
    }

    /**
     * The body as text.
     *
     * @throws BadRequest when it is not UTF-8
     */
    public static String text(byte[] body) throws BadRequest {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("body", "is not valid UTF-8");
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!done && in.isReady()) {
            if (length == bytes.length && !grow()) {
                refuse(new Refusal(503, "Busy: too many long bodies are on their way; come again"));
                return;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
            if (length > MAX_BYTES) {
                refuse(tooLong());
            }
        }
    }

    private boolean grow() {
        int next = Math.min(2 * length, most);
        if (!share.cover(next)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, next);
        return true;
    }

    private void refuse(Refusal refusal) {
        done = true;
        bytes = null;
        receiver.refused(refusal);
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            byte[] body = Arrays.copyOf(bytes, length);
            bytes = null;
            receiver.received(body);
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!done) {
            done = true;
            receiver.lost(cause);
        }
    }

    private static Refusal tooLong() {
        return new Refusal(413, "body: longer than " + MAX_BYTES + " bytes");
    }
}
