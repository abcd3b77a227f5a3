package weir.history.internal.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import weir.history.BlockRange;

/**
 * A frame of an open file: the swaps, or the other events, of a range of blocks, as encoded columns (the body) after a header with a
 * checksum.
 *
 * @param file the file
 * @param kind what the rows are
 * @param offset position of the first byte of the body
 * @param length length of the body in bytes
 * @param rows number of rows, which may be 0
 * @param onTick number of swaps whose price is exactly that of their tick
 * @param blocks the blocks whose swaps, or other events, are all in the frame
 * @param bodyCrc CRC-32C of the body
 */
public record Frame(
        SwapFile file, Kind kind, long offset, int length, int rows, int onTick, BlockRange blocks, int bodyCrc) {

    /** What the rows of a frame are. */
    public enum Kind {
        SWAPS(0x4d415246),
        EVENTS(0x544e5645);

        private final int magic;

        Kind(int magic) {
            this.magic = magic;
        }
    }

    /** Length of a header in bytes. */
    public static final int HEADER_BYTES = 48;

    /** Returns the header as it is on disk. */
    ByteBuffer header() {
        ByteBuffer out = buffer(HEADER_BYTES);
        out.putInt(kind.magic).putInt(length).putInt(rows).putInt(onTick);
        out.putLong(blocks.first()).putLong(blocks.last()).putInt(bodyCrc).putInt(0);
        return out.putInt(crc(out)).putInt(0).flip();
    }

    /** Reads a header; null if the bytes are not a valid one. */
    static Frame read(ByteBuffer in, SwapFile file, long offset) {
        if (in.remaining() < HEADER_BYTES || in.getInt(HEADER_BYTES - 8) != crc(in)) {
            return null;
        }
        for (Kind kind : Kind.values()) {
            if (kind.magic == in.getInt(0)) {
                BlockRange blocks = new BlockRange(in.getLong(16), in.getLong(24));
                return new Frame(file, kind, offset, in.getInt(4), in.getInt(8), in.getInt(12), blocks, in.getInt(32));
            }
        }
        return null;
    }

    public static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns file and offset, for messages. */
    public String place() {
        return file.path() + " at byte " + offset;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(HEADER_BYTES - 8).position(0));
        return (int) crc.getValue();
    }
}
