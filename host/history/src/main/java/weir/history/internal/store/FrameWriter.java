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
        SwapBatch single = new SwapBatch();
        BlockRange blocks = null;
        for (Frame frame : frames) {
            for (BlockRange part : without(frame.blocks(), withoutBlocks)) {
                boolean whole = part.equals(frame.blocks());
                byte[] bytes = new byte[frame.length() + FrameCodec.PADDING_BYTES];
                frame.file().read(frame, bytes);
                FrameCodec.decode(bytes, frame.rows(), part.first(), part.last(), single);
                if (whole && single.size() != frame.rows()) {
                    throw new HistoryException(
                            frame.place(),
                            "the frame has " + single.size() + " rows, its header says " + frame.rows(),
                            "Remove the file, and import its blocks again");
                }
                boolean large = whole && frame.rows() >= MIN_COPIED_ROWS;
                boolean fits = blocks != null
                        && blocks.last() + 1 == part.first()
                        && joined.size() + single.size() <= SwapBatch.CAPACITY;
                if (blocks != null && (large || !fits)) {
                    write(new BlockSlice(blocks, 0, joined.size()), joined);
                    joined.resize(0);
                    blocks = null;
                }
                if (large) {
                    file.write(part, frame.rows(), frame.onTick(), ByteBuffer.wrap(bytes, 0, frame.length()));
                } else {
                    blocks = new BlockRange(blocks == null ? part.first() : blocks.first(), part.last());
                    for (int row = 0; row < single.size(); row++) {
                        joined.add(single.row(row));
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
