package weir.history.internal.store;

import java.io.IOException;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapCursor;

/** Reads the frames of a snapshot one after the other, into one buffer. */
final class FrameCursor implements SwapCursor {

    private final PoolSnapshot snapshot;
    private final List<Frame> frames;
    private final BlockRange blocks;
    private byte[] body = new byte[0];
    private int next;

    /** Takes ownership of the snapshot and closes it. */
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
        int needed = header.bodyLength() + FrameCodec.SLACK;
        if (body.length < needed) {
            body = new byte[needed + needed / 8];
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
