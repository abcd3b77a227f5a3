package weir.history.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import weir.history.SwapBatch;
import weir.history.internal.check.TickRatioCache;

/** Makes frames out of pieces of batches; keeps one buffer. Not thread-safe. */
final class FrameWriter {

    private final TickRatioCache ratios = new TickRatioCache();
    private final ByteBuffer body = FrameHeader.buffer(FrameCodec.maxLength());

    /** Writes a piece beyond the file's mark. */
    Frame write(SwapFile file, BlockSlice piece, SwapBatch batch) throws IOException {
        body.clear();
        FrameCodec.encode(batch, piece.from(), piece.to(), body);
        body.flip();
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        int rows = piece.to() - piece.from();
        FrameHeader header =
                new FrameHeader(body.limit(), rows, onTick(piece, batch), piece.blocks(), (int) crc.getValue());
        return file.write(header, body);
    }

    private int onTick(BlockSlice piece, SwapBatch batch) {
        int count = 0;
        for (int row = piece.from(); row < piece.to(); row++) {
            count += ratios.compare(batch.sqrtPricesX96(), row, batch.ticks()[row]) == 0 ? 1 : 0;
        }
        return count;
    }
}
