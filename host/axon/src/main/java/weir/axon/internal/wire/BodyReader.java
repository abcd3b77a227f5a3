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
    private static final int CHEAP = 16_384;

    /** What becomes of the body; called once. */
    public interface Receiver {

        /** The whole body is there. */
        void received(byte[] body);

        /** The body is too long; the rest of it was not read. */
        void refused(Refusal refusal);

        /** The peer went away, or was sent away. */
        void lost(Throwable cause);
    }

    private final ServletInputStream in;
    private final Receiver receiver;
    private byte[] bytes;
    private int length;
    private boolean done;

    private BodyReader(ServletInputStream in, int expected, Receiver receiver) {
        this.in = in;
        this.receiver = receiver;
        this.bytes = new byte[expected];
    }

    /**
     * Begins to read; the request must have been made asynchronous.
     *
     * @param contentLength announced length, or -1
     */
    public static void read(ServletInputStream in, long contentLength, Receiver receiver) {
        // What is announced is believed only so far: memory is taken for what has come.
        int expected = (int) Math.min(contentLength < 0 ? FIRST_GUESS : contentLength + 1, FIRST_GUESS);
        in.setReadListener(new BodyReader(in, expected, receiver));
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
        return length >= 0 && length <= CHEAP && request.getHeader("Expect") == null;
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
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(2 * length, MAX_BYTES + 1));
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
            if (length > MAX_BYTES) {
                done = true;
                receiver.refused(tooLong());
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            receiver.received(Arrays.copyOf(bytes, length));
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
