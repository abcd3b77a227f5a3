package weir.history.internal.store;

import java.io.IOException;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapCursor;

/** Scans the frames of a snapshot in order. Not thread-safe. */
final class FrameCursor implements SwapCursor {

    private final PoolSnapshot snapshot;
    private final List<Frame> frames;
    private final BlockRange blocks;
    private byte[] body = new byte[0];
    private int next;

    /** Creates a cursor that closes the snapshot when it is closed. */
    FrameCursor(PoolSnapshot snapshot, BlockRange blocks) {
        this.snapshot = snapshot;
        this.blocks = blocks;
        this.frames = snapshot.frames(blocks);
    }

    @Override
    public boolean next(SwapBatch batch) {
        while (next < frames.size()) {
            Frame frame = frames.get(next++);
            if (frame.header().rows() > 0) {
                read(frame, batch);
                if (batch.size() > 0) {
                    return true;
                }
            }
        }
        batch.resize(0);
        return false;
    }

    private void read(Frame frame, SwapBatch batch) {
        FrameHeader header = frame.header();
        int neededBytes = header.bodyLength() + FrameCodec.PADDING_BYTES;
        if (body.length < neededBytes) {
            body = new byte[neededBytes + neededBytes / 8];
        }
        try {
            frame.file().read(frame, body);
        } catch (IOException e) {
            throw new HistoryException(frame.place(), "reading failed: " + e, "Check the disk and try again", e);
        }
        FrameCodec.decode(body, header.rows(), blocks.first(), blocks.last(), batch);
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
