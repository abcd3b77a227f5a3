package weir.history.internal.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses a gzip stream of one or more members (RFC 1952), and verifies the checksum and the length of each. The JDK's
 * {@code GZIPInputStream} ends silently where the header of a later member is cut or damaged. Not thread-safe.
 */
final class GzipStream extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean inMember;

    GzipStream(InputStream in) {
        this.in = in;
    }

    /**
     * @throws EOFException if the stream ends within a member
     * @throws ZipException if it is damaged, or continues with other data
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            if (!inMember && !startMember()) {
                return -1;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                fill();
                inflater.setInput(buffer, 0, limit);
                position = limit;
            } else {
                throw new ZipException("it needs a dictionary");
            }
        }
    }

    private int inflate(byte[] bytes, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    /** Reads the header of the next member. Returns false at the end of the stream. */
    private boolean startMember() throws IOException {
        if (position == limit) {
            position = 0;
            limit = in.read(buffer);
            if (limit <= 0) {
                limit = 0;
                return false;
            }
        }
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new ZipException("other data follows the compressed data");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
            while (next() != 0) {
                // The name of the file, or a comment.
            }
        }
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expectedCrc = nextUnsignedInt();
        long expectedLength = nextUnsignedInt();
        if (expectedCrc != crc.getValue() || expectedLength != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("its checksum is wrong");
        }
        inMember = false;
    }

    private long nextUnsignedInt() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    private void fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        if (limit == 0) {
            throw new EOFException();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
