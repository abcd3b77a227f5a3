package weir.history.internal.frame;

import java.io.IOException;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;

/** Scans frames of swaps in order. Not thread-safe. */
public final class FrameCursor implements SwapCursor {

    private final List<Frame> frames;
    private final BlockRange blocks;
    private final Runnable onClose;
    private byte[] body = new byte[0];
    private int next;

    /** @param onClose called by {@link #close} */
    public FrameCursor(FrameIndex frames, BlockRange blocks, Runnable onClose) {
        this.frames = frames.frames(blocks);
        this.blocks = blocks;
        this.onClose = onClose;
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
        onClose.run();
    }
}
