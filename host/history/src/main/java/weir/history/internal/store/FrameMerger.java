package weir.history.internal.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;

/** Joins small frames of adjacent blocks into large frames of at most one batch. */
final class FrameMerger {

    private FrameMerger() {}

    /** Writes all rows of a file to another one, in large frames, and commits it. Returns the number of rows. */
    static long merge(SwapFile from, SwapFile to) throws IOException {
        List<Frame> frames = from.frames();
        frames.sort(Comparator.comparingLong(frame -> frame.header().blocks().first()));
        FrameWriter writer = new FrameWriter();
        SwapBatch joined = new SwapBatch();
        SwapBatch single = new SwapBatch();
        BlockRange blocks = null;
        long rows = 0;
        for (Frame frame : frames) {
            FrameHeader header = frame.header();
            boolean fits = blocks != null
                    && blocks.last() + 1 == header.blocks().first()
                    && joined.size() + header.rows() <= SwapBatch.CAPACITY;
            if (blocks != null && !fits) {
                writer.write(to, new BlockSlice(blocks, 0, joined.size()), joined);
                joined.resize(0);
            }
            blocks = new BlockRange(
                    fits ? blocks.first() : header.blocks().first(),
                    header.blocks().last());
            rows += read(frame, single);
            for (int row = 0; row < single.size(); row++) {
                joined.add(single.row(row));
            }
        }
        if (blocks != null) {
            writer.write(to, new BlockSlice(blocks, 0, joined.size()), joined);
        }
        to.commit();
        return rows;
    }

    private static int read(Frame frame, SwapBatch batch) throws IOException {
        byte[] body = new byte[frame.header().bodyLength() + FrameCodec.PADDING_BYTES];
        frame.file().read(frame, body);
        FrameCodec.decode(body, frame.header().rows(), 0, Long.MAX_VALUE, batch);
        if (batch.size() != frame.header().rows()) {
            throw new HistoryException(
                    frame.place(),
                    "the frame has " + batch.size() + " rows, its header says "
                            + frame.header().rows(),
                    "Remove the file, and import its blocks again");
        }
        return batch.size();
    }
}
