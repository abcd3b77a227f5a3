package weir.history.internal.frame;

import java.io.IOException;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.SwapHistory.EventCursor;

/** Scans frames of events in order. Not thread-safe. */
public final class EventFrameCursor implements EventCursor {

    private final List<Frame> frames;
    private final BlockRange blocks;
    private final Runnable onClose;
    private int next;

    /** @param onClose called by {@link #close} */
    public EventFrameCursor(FrameIndex frames, BlockRange blocks, Runnable onClose) {
        this.frames = frames.frames(blocks);
        this.blocks = blocks;
        this.onClose = onClose;
    }

    @Override
    public List<PoolEvent> next() {
        List<PoolEvent> events = List.of();
        while (events.isEmpty() && next < frames.size()) {
            Frame frame = frames.get(next++);
            events = read(frame, blocks);
        }
        return events;
    }

    /** Reads the events of a frame in a range of blocks. */
    public static List<PoolEvent> read(Frame frame, BlockRange blocks) {
        if (frame.rows() == 0) {
            return List.of();
        }
        byte[] body = new byte[frame.length()];
        try {
            frame.file().read(frame, body);
            return EventCodec.decode(body, frame.rows(), blocks);
        } catch (IOException e) {
            throw HistoryException.unreadable(frame.file().path(), e);
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
