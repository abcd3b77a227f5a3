package weir.history.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import weir.history.SwapBatch;
import weir.history.internal.check.TickRatioCache;

/** Encodes slices of batches and writes them as frames. Not thread-safe. */
final class FrameWriter {

    private final TickRatioCache ratios = new TickRatioCache();
    private final ByteBuffer body = FrameHeader.buffer(FrameCodec.MAX_BODY_BYTES);

    /** Writes a slice as a frame, which {@link SwapFile#commit} makes part of the file. */
    Frame write(SwapFile file, BlockSlice slice, SwapBatch batch) throws IOException {
        body.clear();
        FrameCodec.encode(batch, slice.from(), slice.to(), body);
        body.flip();
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        FrameHeader header = new FrameHeader(
                body.limit(), slice.rows(), countPricesOnTick(slice, batch), slice.blocks(), (int) crc.getValue());
        return file.write(header, body);
    }

    private int countPricesOnTick(BlockSlice slice, SwapBatch batch) {
        int count = 0;
        for (int row = slice.from(); row < slice.to(); row++) {
            count += ratios.compare(batch.sqrtPricesX96(), row, batch.ticks()[row]) == 0 ? 1 : 0;
        }
        return count;
    }
}
