package weir.isolation.frame;

import java.io.ByteArrayOutputStream;
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
    private final int maxBody;

    /** A stream that accepts bodies of any permitted length. */
    public FrameStream(InputStream in, OutputStream out) {
        this(in, out, Frame.MAX_BODY);
    }

    /**
     * @param in and {@code out} are not buffered here, and never closed
     * @param maxBody longest body that is accepted from the other side
     */
    public FrameStream(InputStream in, OutputStream out, int maxBody) {
        this.in = new DataInputStream(in);
        this.out = out;
        this.maxBody = maxBody;
    }

    /**
     * Waits for the next frame, and joins its pieces.
     *
     * @return empty if the other side has closed its end between two frames
     * @throws FrameException if the frame is too long, too short or of an unknown kind, or another frame comes between its pieces
     * @throws IOException if the stream fails or ends within a frame
     */
    public Optional<Frame> read() throws IOException {
        Optional<Frame> first = readPiece();
        if (first.isEmpty() || first.get().kind() != Kind.PIECE) {
            return first;
        }
        int call = first.get().call();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Frame piece = first.get();
        while (true) {
            if (piece.call() != call) {
                throw new FrameException("call: " + piece.call() + " between the pieces of " + call);
            }
            if (body.size() + piece.body().length > maxBody) {
                throw new FrameException("length: a body of more than " + maxBody + " bytes");
            }
            body.writeBytes(piece.body());
            if (piece.kind() != Kind.PIECE) {
                return Optional.of(new Frame(piece.kind(), call, body.toByteArray()));
            }
            piece = readPiece().orElseThrow(() -> new EOFException("the stream ends between the pieces of a frame"));
        }
    }

    private Optional<Frame> readPiece() throws IOException {
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
        if (length < HEADER || length > HEADER + Math.min(Frame.MAX_PIECE, maxBody)) {
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
        if (KINDS[kind] == Kind.PIECE && body.length == 0) {
            throw new FrameException("length: an empty piece"); // otherwise a stream of them would never end
        }
        return Optional.of(new Frame(KINDS[kind], call, body));
    }

    /** Writes a frame at once; no other frame comes between its pieces. */
    public void write(Frame frame) throws IOException {
        synchronized (out) {
            int start = 0;
            while (frame.body().length - start > Frame.MAX_PIECE) {
                writePiece(Kind.PIECE, frame, start, Frame.MAX_PIECE);
                start += Frame.MAX_PIECE;
            }
            writePiece(frame.kind(), frame, start, frame.body().length - start);
            out.flush();
        }
    }

    private void writePiece(Kind kind, Frame frame, int start, int length) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES + HEADER + length)
                .putInt(HEADER + length)
                .put((byte) kind.ordinal())
                .putInt(frame.call())
                .put(frame.body(), start, length)
                .array());
    }
}
