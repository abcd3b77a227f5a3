package weir.history.internal.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import weir.history.BlockRange;

/**
 * What stands before each frame of a swap file: how long its body is, which blocks it is complete for, how many swaps it
 * holds, and checksums of the body and of itself.
 *
 * @param bodyLength bytes of the columns that follow
 * @param rows swaps in the frame, perhaps none
 * @param onTick swaps whose price is exactly the ratio of their tick
 * @param blocks the blocks that the frame is complete for
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

    /** The header in these bytes, or null if they are not one. */
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
