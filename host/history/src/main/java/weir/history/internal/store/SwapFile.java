package weir.history.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import weir.base.AtomicFiles;
import weir.history.HistoryException;
import weir.history.PoolKey;

/**
 * A file of frames after a header with the number of committed bytes (the mark). Frames are written and forced to disk after the
 * mark; then the mark moves. Bytes after the mark are ignored: a killed process left them. An error before the mark is damage and
 * is reported, never taken for the end of the file. The mark and its checksum lie in one disk sector.
 *
 * <p>Reading is thread-safe; only one thread may write. The magic number contains the format version.
 */
final class SwapFile implements Closeable {

    static final int HEADER_LENGTH = 64;

    private static final long MAGIC = 0x3150_5753_5249_4557L;
    private static final int CRC_AT = 48;
    private static final String REMEDY = "The history is damaged: remove this file and import its blocks again";

    private final Path path;
    private final FileChannel channel;
    private final PoolKey pool;
    private long committed;
    private long written;

    private SwapFile(Path path, FileChannel channel, PoolKey pool, long committed) {
        this.path = path;
        this.channel = channel;
        this.pool = pool;
        this.committed = committed;
        this.written = committed;
    }

    /** Creates an empty file. It gets its name after its header is on disk, so a crash leaves no file without a header. */
    static SwapFile create(Path path, PoolKey pool) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            SwapFile file = new SwapFile(path, channel, pool, HEADER_LENGTH);
            file.commit();
            AtomicFiles.move(part, path);
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens a file of a pool. */
    static SwapFile open(Path path, PoolKey pool, boolean writable) throws IOException {
        FileChannel channel = writable
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.READ);
        try {
            return readHeader(path, channel, pool);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SwapFile readHeader(Path path, FileChannel channel, PoolKey pool) throws IOException {
        ByteBuffer header = FrameHeader.buffer(HEADER_LENGTH);
        fill(channel, header, 0);
        if (header.hasRemaining()) {
            throw new HistoryException(path.toString(), "the file is shorter than its header", REMEDY);
        }
        header.flip();
        if (header.getLong(0) != MAGIC || header.getInt(CRC_AT) != crc(header)) {
            throw new HistoryException(path.toString(), "the header's checksum is wrong", REMEDY);
        }
        long chainId = header.getLong(8);
        byte[] address = new byte[20];
        header.get(16, address);
        PoolKey stored = new PoolKey(chainId, "0x" + HexFormat.of().formatHex(address));
        if (!stored.equals(pool)) {
            throw new HistoryException(
                    path.toString(), "the file holds pool " + stored, "Move it to the folder of that pool");
        }
        SwapFile file = new SwapFile(path, channel, pool, header.getLong(40));
        if (channel.size() < file.committed) {
            throw new HistoryException(
                    path.toString(),
                    "the file has " + channel.size() + " bytes, but " + file.committed + " were committed",
                    "It was truncated. " + REMEDY);
        }
        return file;
    }

    Path path() {
        return path;
    }

    /** Number of committed bytes. */
    long committed() {
        return committed;
    }

    /** Locks the file until it is closed; false if another process or channel holds the lock. */
    boolean tryLock() throws IOException {
        return DirectoryLock.tryLock(channel) != null;
    }

    /** Writes a frame after the mark; {@link #commit} makes it part of the file. */
    Frame write(FrameHeader header, ByteBuffer body) throws IOException {
        ByteBuffer head = FrameHeader.buffer(FrameHeader.LENGTH);
        header.write(head);
        long offset = written + FrameHeader.LENGTH;
        writeFully(head.flip(), written);
        writeFully(body, offset);
        written = offset + header.bodyLength();
        return new Frame(this, offset, header);
    }

    /** Forces the written frames to disk and moves the mark behind them. */
    void commit() throws IOException {
        channel.force(true);
        ByteBuffer header = FrameHeader.buffer(HEADER_LENGTH);
        header.putLong(MAGIC).putLong(pool.chainId());
        header.put(HexFormat.of().parseHex(pool.address().substring(2))).putInt(0);
        header.putLong(written).putInt(crc(header)).putInt(0).putLong(0);
        writeFully(header.flip(), 0);
        channel.force(true);
        committed = written;
    }

    /** The committed frames, read from their headers. */
    List<Frame> frames() throws IOException {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer head = FrameHeader.buffer(FrameHeader.LENGTH);
        long at = HEADER_LENGTH;
        while (at < committed) {
            fill(channel, head.clear(), at);
            FrameHeader header = head.hasRemaining() ? null : FrameHeader.read(head.flip());
            at += FrameHeader.LENGTH;
            if (header == null || at + header.bodyLength() > committed) {
                throw new HistoryException(path + " at byte " + at, "there is no valid frame", REMEDY);
            }
            frames.add(new Frame(this, at, header));
            at += header.bodyLength();
        }
        return frames;
    }

    /** Reads a frame's body and verifies its checksum. The array must be {@link FrameCodec#SLACK} bytes longer than the body. */
    void read(Frame frame, byte[] body) throws IOException {
        int length = frame.header().bodyLength();
        ByteBuffer into = ByteBuffer.wrap(body, 0, length);
        fill(channel, into, frame.offset());
        CRC32C crc = new CRC32C();
        crc.update(body, 0, length);
        if (into.hasRemaining() || (int) crc.getValue() != frame.header().bodyCrc()) {
            throw new HistoryException(frame.place(), "the checksum of the swaps is wrong", REMEDY);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void fill(FileChannel channel, ByteBuffer into, long at) throws IOException {
        long offset = at;
        int n = 0;
        while (into.hasRemaining() && n >= 0) {
            n = channel.read(into, offset);
            offset += n;
        }
    }

    private void writeFully(ByteBuffer bytes, long at) throws IOException {
        long offset = at;
        while (bytes.hasRemaining()) {
            offset += channel.write(bytes, offset);
        }
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().limit(CRC_AT).position(0));
        return (int) crc.getValue();
    }
}
