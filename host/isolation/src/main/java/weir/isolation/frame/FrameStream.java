package weir.isolation.frame;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import weir.isolation.frame.Frame.Kind;

/** Reads and writes frames. One thread may read while others write; writers take turns. */
public final class FrameStream {

    private static final int HEADER = 1 + Integer.BYTES;
    private static final Kind[] KINDS = Kind.values();

    private final DataInputStream in;
    private final OutputStream out;

    /** @param in and {@code out} are not buffered here, and never closed */
    public FrameStream(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /**
     * Waits for the next frame.
     *
     * @return empty if the other side has closed its end between two frames
     * @throws FrameException if the frame is too long, too short or of an unknown kind
     * @throws IOException if the stream fails or ends within a frame
     */
    public Optional<Frame> read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        byte[] rest = in.readNBytes(Integer.BYTES - 1);
        if (rest.length < Integer.BYTES - 1) {
            throw new EOFException("the stream ends within the length of a frame");
        }
        int length =
                ByteBuffer.allocate(Integer.BYTES).put((byte) first).put(rest).getInt(0);
        if (length < HEADER || length > HEADER + Frame.MAX_BODY) {
            throw new FrameException("length: a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        int kind = in.readUnsignedByte();
        if (kind >= KINDS.length) {
            throw new FrameException("kind: " + kind + " is unknown");
        }
        int call = in.readInt();
        byte[] body = in.readNBytes(length - HEADER);
        if (body.length < length - HEADER) {
            throw new EOFException("the stream ends within a frame");
        }
        return Optional.of(new Frame(KINDS[kind], call, body));
    }

    /** Writes a frame at once, in one piece. */
    public void write(Frame frame) throws IOException {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + HEADER + frame.body().length)
                .putInt(HEADER + frame.body().length)
                .put((byte) frame.kind().ordinal())
                .putInt(frame.call())
                .put(frame.body())
                .array();
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }
}
