package weir.history.internal.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import weir.history.Int256Column;
import weir.history.SwapBatch;

/**
 * Encodes columns to bytes and decodes them. A column of a frame starts with its width in bytes. A 64-bit column continues with an
 * eight-byte base and each row's distance from it; a 256-bit column with each row in two's complement. Because the width is fixed
 * within a frame, decoding is a loop without branches.
 */
public final class FrameCodec {

    /** Number of extra bytes at the end of a body's array, because decoding reads eight bytes at a time. */
    public static final int PADDING_BYTES = 8;

    public static final int MAX_BODY_BYTES = SwapBatch.CAPACITY * (8 + 4 + 4 + 8 + 4 * 32 + SwapBatch.HASH_BYTES) + 128;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int COLUMNS_64_BIT = 4;

    private FrameCodec() {}

    /** Encodes rows {@code from} (inclusive) to {@code to} (exclusive) of a batch at the buffer's position. */
    public static void encode(SwapBatch batch, int from, int to, ByteBuffer out) {
        encode64(row -> batch.blocks()[row], from, to, out);
        encode64(row -> batch.logIndexes()[row], from, to, out);
        encode64(row -> batch.ticks()[row], from, to, out);
        encode64(row -> batch.timestamps()[row], from, to, out);
        encode256(batch.sqrtPricesX96(), from, to, out);
        encode256(batch.liquidity(), from, to, out);
        encode256(batch.amounts0(), from, to, out);
        encode256(batch.amounts1(), from, to, out);
        encodeHashes(batch.txHashes(), from, to, out);
    }

    /** Decodes the rows of blocks {@code first} to {@code last} into the batch; {@code body} has {@link #PADDING_BYTES} extra bytes. */
    public static void decode(byte[] body, int rows, long first, long last, SwapBatch batch) {
        int[] offset = offsets(body, rows);
        unpack(body, offset[0], 0, rows, batch.blocks());
        int from = lowerBound(batch.blocks(), rows, first);
        int to = last == Long.MAX_VALUE ? rows : lowerBound(batch.blocks(), rows, last + 1);
        int count = to - from;
        if (from > 0) {
            System.arraycopy(batch.blocks(), from, batch.blocks(), 0, count);
        }
        unpack(body, offset[1], from, count, batch.logIndexes());
        unpack(body, offset[2], from, count, batch.ticks());
        unpack(body, offset[3], from, count, batch.timestamps());
        unpack(body, offset[4], from, count, batch.sqrtPricesX96());
        unpack(body, offset[5], from, count, batch.liquidity());
        unpack(body, offset[6], from, count, batch.amounts0());
        unpack(body, offset[7], from, count, batch.amounts1());
        int width = body[offset[8]];
        if (width == 0) {
            Arrays.fill(batch.txHashes(), 0, count * SwapBatch.HASH_BYTES, (byte) 0);
        } else {
            System.arraycopy(body, offset[8] + 1 + from * width, batch.txHashes(), 0, count * width);
        }
        batch.resize(count);
    }

    /** Returns the offset of each column in the body. */
    private static int[] offsets(byte[] body, int rows) {
        int[] offset = new int[9];
        for (int i = 0; i < 8; i++) {
            offset[i + 1] = offset[i] + 1 + (i < COLUMNS_64_BIT ? 8 : 0) + body[offset[i]] * rows;
        }
        return offset;
    }

    private static int lowerBound(long[] blocks, int rows, long block) {
        int low = 0;
        int high = rows;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle] < block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private interface LongColumn {
        long at(int row);
    }

    private static void encode64(LongColumn values, int from, int to, ByteBuffer out) {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            lowest = Math.min(lowest, values.at(row));
            highest = Math.max(highest, values.at(row));
        }
        int width = from == to ? 0 : (71 - Long.numberOfLeadingZeros(highest - lowest)) / 8;
        out.put((byte) width).putLong(lowest);
        for (int row = from; row < to; row++) {
            put(out, values.at(row) - lowest, width);
        }
    }

    private static void encode256(Int256Column column, int from, int to, ByteBuffer out) {
        int width = 0;
        for (int row = from; row < to; row++) {
            width = Math.max(width, byteCount(column, row));
        }
        out.put((byte) width);
        for (int row = from; row < to; row++) {
            for (int limb = 0; limb * 8 < width; limb++) {
                long value = limb < column.limbCount()
                        ? column.limb(limb)[row]
                        : column.limb(column.limbCount() - 1)[row] >> 63;
                put(out, value, Math.min(8, width - limb * 8));
            }
        }
    }

    /** Returns the number of bytes that a value needs, with its sign. */
    private static int byteCount(Int256Column column, int row) {
        long sign = column.limb(column.limbCount() - 1)[row] >> 63;
        for (int limb = column.limbCount() - 1; limb >= 0; limb--) {
            int bits = 65 - Long.numberOfLeadingZeros(column.limb(limb)[row] ^ sign);
            if (bits > 1) {
                return limb * 8 + (bits + 7) / 8;
            }
        }
        return 1;
    }

    private static void put(ByteBuffer out, long value, int width) {
        for (int i = 0; i < width; i++) {
            out.put((byte) (value >>> 8 * i));
        }
    }

    private static void encodeHashes(byte[] hashes, int from, int to, ByteBuffer out) {
        int start = from * SwapBatch.HASH_BYTES;
        int end = to * SwapBatch.HASH_BYTES;
        int at = start;
        while (at < end && hashes[at] == 0) {
            at++;
        }
        boolean isEmpty = at == end;
        out.put((byte) (isEmpty ? 0 : SwapBatch.HASH_BYTES));
        if (!isEmpty) {
            out.put(hashes, start, end - start);
        }
    }

    private static void unpack(byte[] body, int offset, int from, int count, long[] target) {
        int width = body[offset];
        long base = (long) LONG.get(body, offset + 1);
        long mask = mask(width);
        int at = offset + 9 + from * width;
        for (int row = 0; row < count; row++, at += width) {
            target[row] = base + ((long) LONG.get(body, at) & mask);
        }
    }

    private static void unpack(byte[] body, int offset, int from, int count, int[] target) {
        int width = body[offset];
        long base = (long) LONG.get(body, offset + 1);
        long mask = mask(width);
        int at = offset + 9 + from * width;
        for (int row = 0; row < count; row++, at += width) {
            target[row] = (int) (base + ((long) LONG.get(body, at) & mask));
        }
    }

    private static long mask(int width) {
        return width == 0 ? 0 : -1L >>> 64 - 8 * width;
    }

    private static void unpack(byte[] body, int offset, int from, int count, Int256Column target) {
        int width = body[offset];
        int limbs = Math.max(1, (width + 7) / 8);
        long[][] arrays = target.widen(limbs);
        for (int limb = 0; limb < limbs; limb++) {
            long[] array = arrays[limb];
            int bits = Math.min(64, 8 * (width - limb * 8));
            int at = offset + 1 + from * width + limb * 8;
            for (int row = 0; row < count; row++, at += width) {
                array[row] = (long) LONG.get(body, at) << 64 - bits >> 64 - bits;
            }
        }
    }
}
