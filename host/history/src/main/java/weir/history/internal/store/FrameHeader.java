package weir.history.internal.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import weir.history.BlockRange;

/**
 * The header of a frame. A checksum of the header follows it on disk.
 *
 * @param bodyLength length of the columns that follow, in bytes
 * @param rows number of swaps, which may be 0
 * @param onTick number of swaps whose price is exactly that of their tick
 * @param blocks the blocks for which the frame is complete
 * @param bodyCrc CRC-32C of the body
 */
record FrameHeader(int bodyLength, int rows, int onTick, BlockRange blocks, int bodyCrc) {

    static final int LENGTH = 48;

    private static final int MAGIC = 0x4d415246;

    void write(ByteBuffer out) {
        int start = out.position();
        out.putInt(MAGIC).putInt(bodyLength).putInt(rows).putInt(onTick);
        out.putLong(blocks.first()).putLong(blocks.last()).putInt(bodyCrc).putInt(0);
        out.putInt(crc(out, start)).putInt(0);
    }

    /** Reads a header; null if the bytes are not a valid one. */
    static FrameHeader read(ByteBuffer in) {
        int start = in.position();
        int expected = crc(in, start);
        if (in.getInt() != MAGIC || in.getInt(start + LENGTH - 8) != expected) {
            return null;
        }
        int bodyLength = in.getInt();
        int rows = in.getInt();
        int onTick = in.getInt();
        return new FrameHeader(bodyLength, rows, onTick, new BlockRange(in.getLong(), in.getLong()), in.getInt());
    }

    static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(start + LENGTH - 8).position(start));
        return (int) crc.getValue();
    }
}
