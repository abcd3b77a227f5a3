package weir.history.internal.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.SwapBatch;
import weir.history.internal.frame.EventFrameCursor;
import weir.history.internal.frame.FrameCursor;
import weir.history.internal.frame.FrameIndex;

/**
 * Writes the rows of frames into other frames, whose limits depend on the rows and the covered blocks alone: each frame contains as many
 * whole blocks as fit a batch, and ends before the block of the next row. Not thread-safe.
 */
final class FramePacker {

    private final FrameWriter writer;
    private final SwapBatch packed = new SwapBatch();
    private final SwapBatch read = new SwapBatch();
    /** First block of the frame that is being filled. */
    private long firstBlock;

    FramePacker(FrameWriter writer) {
        this.writer = writer;
    }

    void pack(FrameIndex swaps, FrameIndex events) throws IOException {
        for (BlockRange covered : events.covered(BlockRange.all())) {
            packEvents(events, covered);
        }
        for (BlockRange covered : swaps.covered(BlockRange.all())) {
            packSwaps(swaps, covered);
        }
    }

    private void packSwaps(FrameIndex swaps, BlockRange covered) throws IOException {
        packed.resize(0);
        firstBlock = covered.first();
        FrameCursor cursor = new FrameCursor(swaps, covered, () -> {});
        while (cursor.next(read)) {
            int from = 0;
            while (from < read.size()) {
                int end = endOfFittingBlocks(from);
                packed.addAll(read, from, end);
                if (end < read.size()) {
                    writeSwaps(read.blocks()[end] - 1);
                }
                from = end;
            }
        }
        writeSwaps(covered.last());
    }

    private int endOfFittingBlocks(int from) {
        int end = from + SwapBatch.CAPACITY - packed.size();
        if (end >= read.size()) {
            return read.size();
        }
        while (end > from && read.blocks()[end - 1] == read.blocks()[end]) {
            end--;
        }
        return end;
    }

    private void writeSwaps(long lastBlock) throws IOException {
        writer.writeSwaps(new BlockRange(firstBlock, lastBlock), packed, 0, packed.size());
        packed.resize(0);
        firstBlock = lastBlock + 1;
    }

    private void packEvents(FrameIndex events, BlockRange covered) throws IOException {
        List<PoolEvent> frame = new ArrayList<>();
        long first = covered.first();
        int startOfBlock = 0;
        EventFrameCursor cursor = new EventFrameCursor(events, covered, () -> {});
        for (List<PoolEvent> next = cursor.next(); !next.isEmpty(); next = cursor.next()) {
            for (PoolEvent event : next) {
                if (frame.isEmpty() || frame.get(frame.size() - 1).block() != event.block()) {
                    startOfBlock = frame.size();
                }
                if (frame.size() == SwapBatch.CAPACITY) {
                    // The block of this event does not fit: it begins the next frame.
                    long last = event.block() - 1;
                    writer.writeEvents(new BlockRange(first, last), frame.subList(0, startOfBlock));
                    frame.subList(0, startOfBlock).clear();
                    startOfBlock = 0;
                    first = last + 1;
                }
                frame.add(event);
            }
        }
        writer.writeEvents(new BlockRange(first, covered.last()), frame);
    }
}
