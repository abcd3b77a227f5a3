package weir.history.internal.store;

import java.io.IOException;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;

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
        batch.resize(0);
        while (batch.size() == 0 && next < frames.size()) {
            Frame frame = frames.get(next++);
            if (frame.rows() > 0) {
                read(frame, batch);
            }
        }
        return batch.size() > 0;
    }

    private void read(Frame frame, SwapBatch batch) {
        int neededBytes = frame.length() + FrameCodec.PADDING_BYTES;
        if (body.length < neededBytes) {
            body = new byte[neededBytes + neededBytes / 8];
        }
        try {
            frame.file().read(frame, body);
        } catch (IOException e) {
            throw HistoryException.unreadable(frame.file().path(), e);
        }
        FrameCodec.decode(body, frame.rows(), blocks.first(), blocks.last(), batch);
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
