package weir.history.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import weir.history.SwapBatch;
import weir.history.internal.check.TickRatioCache;

/** Writes slices of batches as frames, through one buffer. Not thread-safe. */
final class FrameWriter {

    private final TickRatioCache ratios = new TickRatioCache();
    private final ByteBuffer body = FrameHeader.buffer(FrameCodec.maxLength());

    /** Writes a slice after the file's mark. */
    Frame write(SwapFile file, BlockSlice slice, SwapBatch batch) throws IOException {
        body.clear();
        FrameCodec.encode(batch, slice.from(), slice.to(), body);
        body.flip();
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        FrameHeader header =
                new FrameHeader(body.limit(), slice.rows(), onTick(slice, batch), slice.blocks(), (int) crc.getValue());
        return file.write(header, body);
    }

    private int onTick(BlockSlice slice, SwapBatch batch) {
        int count = 0;
        for (int row = slice.from(); row < slice.to(); row++) {
            count += ratios.compare(batch.sqrtPricesX96(), row, batch.ticks()[row]) == 0 ? 1 : 0;
        }
        return count;
    }
}
