package weir.history.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.internal.check.TickRatioCache;
import weir.history.internal.frame.EventCodec;
import weir.history.internal.frame.EventFrameCursor;
import weir.history.internal.frame.Frame;
import weir.history.internal.frame.FrameCodec;
import weir.history.internal.frame.FrameIndex;
import weir.history.internal.frame.SwapFile;

/** Writes frames to a file: slices of batches, or the rows of other frames in larger frames. Not thread-safe. */
final class FrameWriter {

    /** Frames with at least this many rows are copied as they are. */
    private static final int MIN_COPIED_ROWS = SwapBatch.CAPACITY / 2;

    private final SwapFile file;
    private final TickRatioCache ratios = new TickRatioCache();
    private final ByteBuffer body = Frame.buffer(FrameCodec.MAX_BODY_BYTES);
    private final SwapBatch batch = new SwapBatch();

    FrameWriter(SwapFile file) {
        this.file = file;
    }

    /** Writes the new rows of an addition as frames, which {@link SwapFile#commit} makes part of the file. */
    List<Frame> write(NewRows rows, Addition addition) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (BlockSlice slice : rows.swaps()) {
            frames.add(writeSwaps(slice.blocks(), addition.swaps(), slice.from(), slice.to()));
        }
        for (BlockSlice slice : rows.events()) {
            List<PoolEvent> events = addition.events().orElseThrow();
            frames.add(writeEvents(slice.blocks(), events.subList(slice.from(), slice.to())));
        }
        return frames;
    }

    /** Writes rows of a batch as a frame. */
    Frame writeSwaps(BlockRange blocks, SwapBatch swaps, int from, int to) throws IOException {
        body.clear();
        FrameCodec.encode(swaps, from, to, body);
        int onTick = 0;
        for (int row = from; row < to; row++) {
            onTick += ratios.compare(swaps.sqrtPricesX96(), row, swaps.ticks()[row]) == 0 ? 1 : 0;
        }
        return file.write(Frame.Kind.SWAPS, blocks, to - from, onTick, body.flip());
    }

    /** Writes events as a frame. */
    Frame writeEvents(BlockRange blocks, List<PoolEvent> events) throws IOException {
        byte[] bytes = events.isEmpty() ? new byte[0] : EventCodec.encode(events);
        return file.write(Frame.Kind.EVENTS, blocks, events.size(), 0, ByteBuffer.wrap(bytes));
    }

    /**
     * Writes the rows of other frames, without those of some blocks. Joins small frames of adjacent blocks.
     *
     * @return number of swaps written
     */
    long copy(FrameIndex swaps, FrameIndex events, BlockRange withoutBlocks) throws IOException {
        copy(events, withoutBlocks, EventFrameCursor::read, this::writeEvents);
        return copy(swaps, withoutBlocks, this::readSwaps, (blocks, rows) -> {
            batch.resize(0);
            rows.forEach(batch::add);
            writeSwaps(blocks, batch, 0, batch.size());
        });
    }

    private interface RowReader<T> {
        List<T> read(Frame frame, BlockRange blocks) throws IOException;
    }

    private interface RowWriter<T> {
        void write(BlockRange blocks, List<T> rows) throws IOException;
    }

    private <T> long copy(FrameIndex frames, BlockRange withoutBlocks, RowReader<T> reader, RowWriter<T> writer)
            throws IOException {
        List<T> joined = new ArrayList<>();
        BlockRange blocks = null;
        long count = 0;
        for (Frame frame : frames.frames()) {
            for (BlockRange remaining : without(frame.blocks(), withoutBlocks)) {
                boolean isWhole = remaining.equals(frame.blocks());
                boolean isLarge = isWhole && frame.rows() >= MIN_COPIED_ROWS;
                List<T> rows = isLarge ? List.of() : reader.read(frame, remaining);
                if (isWhole && !isLarge && rows.size() != frame.rows()) {
                    throw new HistoryException(
                            frame.place(),
                            "the frame has " + rows.size() + " rows, its header says " + frame.rows(),
                            "Remove the file, and import its blocks again");
                }
                count += isLarge ? frame.rows() : rows.size();
                boolean canJoin = blocks != null
                        && blocks.last() + 1 == remaining.first()
                        && joined.size() + rows.size() <= SwapBatch.CAPACITY;
                if (blocks != null && (isLarge || !canJoin)) {
                    writer.write(blocks, joined);
                    joined.clear();
                    blocks = null;
                }
                if (isLarge) {
                    file.write(frame.kind(), remaining, frame.rows(), frame.onTick(), body(frame));
                } else {
                    blocks = new BlockRange(blocks == null ? remaining.first() : blocks.first(), remaining.last());
                    joined.addAll(rows);
                }
            }
        }
        if (blocks != null) {
            writer.write(blocks, joined);
        }
        return count;
    }

    private static ByteBuffer body(Frame frame) throws IOException {
        byte[] bytes = new byte[frame.length() + FrameCodec.PADDING_BYTES];
        frame.file().read(frame, bytes);
        return ByteBuffer.wrap(bytes, 0, frame.length());
    }

    private List<SwapRow> readSwaps(Frame frame, BlockRange blocks) throws IOException {
        FrameCodec.decode(body(frame).array(), frame.rows(), blocks.first(), blocks.last(), batch);
        List<SwapRow> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            rows.add(batch.row(row));
        }
        return rows;
    }

    private static List<BlockRange> without(BlockRange blocks, BlockRange removed) {
        if (removed == null || !blocks.overlaps(removed)) {
            return List.of(blocks);
        }
        List<BlockRange> parts = new ArrayList<>();
        if (blocks.first() < removed.first()) {
            parts.add(new BlockRange(blocks.first(), removed.first() - 1));
        }
        if (blocks.last() > removed.last()) {
            parts.add(new BlockRange(removed.last() + 1, blocks.last()));
        }
        return parts;
    }
}
