package weir.history.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.internal.check.TickRatioCache;

/** Writes frames to a file: slices of batches, or the swaps of other frames in larger frames. Not thread-safe. */
final class FrameWriter {

    /** Frames with at least this many rows are copied as they are. */
    private static final int MIN_COPIED_ROWS = SwapBatch.CAPACITY / 2;

    private final SwapFile file;
    private final TickRatioCache ratios = new TickRatioCache();
    private final ByteBuffer body = Frame.buffer(FrameCodec.MAX_BODY_BYTES);

    FrameWriter(SwapFile file) {
        this.file = file;
    }

    /** Writes a slice of a batch as a frame, which {@link SwapFile#commit} makes part of the file. */
    Frame write(BlockSlice slice, SwapBatch batch) throws IOException {
        body.clear();
        FrameCodec.encode(batch, slice.from(), slice.to(), body);
        return file.write(slice.blocks(), slice.rows(), countPricesOnTick(slice, batch), body.flip());
    }

    private int countPricesOnTick(BlockSlice slice, SwapBatch batch) {
        int count = 0;
        for (int row = slice.from(); row < slice.to(); row++) {
            count += ratios.compare(batch.sqrtPricesX96(), row, batch.ticks()[row]) == 0 ? 1 : 0;
        }
        return count;
    }

    /** Writes the swaps of frames, which are in chain order, without those of some blocks. Joins small frames of adjacent blocks. */
    void copy(List<Frame> frames, BlockRange withoutBlocks) throws IOException {
        SwapBatch joined = new SwapBatch();
        SwapBatch decoded = new SwapBatch();
        BlockRange blocks = null;
        for (Frame frame : frames) {
            for (BlockRange remaining : without(frame.blocks(), withoutBlocks)) {
                boolean isWhole = remaining.equals(frame.blocks());
                byte[] bytes = new byte[frame.length() + FrameCodec.PADDING_BYTES];
                frame.file().read(frame, bytes);
                FrameCodec.decode(bytes, frame.rows(), remaining.first(), remaining.last(), decoded);
                if (isWhole && decoded.size() != frame.rows()) {
                    throw new HistoryException(
                            frame.place(),
                            "the frame has " + decoded.size() + " rows, its header says " + frame.rows(),
                            "Remove the file, and import its blocks again");
                }
                boolean isLarge = isWhole && frame.rows() >= MIN_COPIED_ROWS;
                boolean canJoin = blocks != null
                        && blocks.last() + 1 == remaining.first()
                        && joined.size() + decoded.size() <= SwapBatch.CAPACITY;
                if (blocks != null && (isLarge || !canJoin)) {
                    write(new BlockSlice(blocks, 0, joined.size()), joined);
                    joined.resize(0);
                    blocks = null;
                }
                if (isLarge) {
                    file.write(remaining, frame.rows(), frame.onTick(), ByteBuffer.wrap(bytes, 0, frame.length()));
                } else {
                    blocks = new BlockRange(blocks == null ? remaining.first() : blocks.first(), remaining.last());
                    for (int row = 0; row < decoded.size(); row++) {
                        joined.add(decoded.row(row));
                    }
                }
            }
        }
        if (blocks != null) {
            write(new BlockSlice(blocks, 0, joined.size()), joined);
        }
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
