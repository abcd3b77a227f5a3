package weir.history.internal.frame;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import weir.base.AtomicFiles;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;

/**
 * A file of frames. Its header contains the number of committed bytes (the mark), in the same disk sector as its checksum. A commit
 * forces the new frames to disk and then moves the mark. Bytes after the mark are ignored, because a process was killed while it wrote
 * them. An error before the mark is reported as damage.
 *
 * <p>Reading is thread-safe; only one thread may write. The magic number contains the format version.
 */
public final class SwapFile implements Closeable {

    public static final int HEADER_BYTES = 64;

    /** Version 1: frames of swaps only. Files without other events keep this version, so that an earlier Weir can read them. */
    private static final long MAGIC_1 = 0x3150_5753_5249_4557L;

    /** Version 2: frames of swaps and of other events. */
    private static final long MAGIC_2 = MAGIC_1 + (1L << 56);

    /** The last byte of the magic number is the version. */
    private static final long MAGIC_WITHOUT_VERSION = MAGIC_1 & (1L << 56) - 1;

    private static final int CRC_OFFSET = 48;
    private static final String IMPORT_AGAIN = "The history is damaged: remove this file and import its blocks again";

    private final Path path;
    private final FileChannel channel;
    private final PoolKey pool;
    private int lastReplacedNumber;
    private long magic;
    private long committedBytes;
    private long writtenBytes;

    private SwapFile(
            Path path, FileChannel channel, PoolKey pool, int lastReplacedNumber, long magic, long committedBytes) {
        this.path = path;
        this.channel = channel;
        this.pool = pool;
        this.lastReplacedNumber = lastReplacedNumber;
        this.magic = magic;
        this.committedBytes = committedBytes;
        this.writtenBytes = committedBytes;
    }

    /**
     * Creates an empty file. It gets its name when the header is on disk, so a crash leaves no file without a header.
     *
     * @param lastReplacedNumber highest number of the files that this one replaces; 0 for none
     */
    public static SwapFile create(Path path, PoolKey pool, long lastReplacedNumber) throws IOException {
        Path newFile = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                newFile,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            SwapFile file = new SwapFile(path, channel, pool, (int) lastReplacedNumber, MAGIC_1, HEADER_BYTES);
            file.commit();
            AtomicFiles.move(newFile, path);
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens a file of a pool. */
    public static SwapFile open(Path path, PoolKey pool, boolean writable) throws IOException {
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
        ByteBuffer header = Frame.buffer(HEADER_BYTES);
        readFully(channel, header, 0);
        if (header.hasRemaining()) {
            throw new HistoryException(path.toString(), "the file is shorter than its header", IMPORT_AGAIN);
        }
        header.flip();
        long magic = header.getLong(0);
        if (magic << 8 != MAGIC_WITHOUT_VERSION << 8 || header.getInt(CRC_OFFSET) != crc(header)) {
            throw new HistoryException(path.toString(), "the header's checksum is wrong", IMPORT_AGAIN);
        }
        if (magic != MAGIC_1 && magic != MAGIC_2) {
            throw new HistoryException(
                    path.toString(),
                    "the format of the file is version " + (char) (magic >>> 56) + ", and this Weir reads 1 and 2",
                    "A newer version of Weir wrote it: run that version");
        }
        long chainId = header.getLong(8);
        byte[] address = new byte[20];
        header.get(16, address);
        PoolKey stored = new PoolKey(chainId, "0x" + HexFormat.of().formatHex(address));
        if (!stored.equals(pool)) {
            throw new HistoryException(
                    path.toString(), "the file contains pool " + stored, "Move it to the directory of that pool");
        }
        SwapFile file = new SwapFile(path, channel, pool, header.getInt(36), magic, header.getLong(40));
        if (channel.size() < file.committedBytes) {
            throw new HistoryException(
                    path.toString(),
                    "the file has " + channel.size() + " bytes, but " + file.committedBytes + " were committed",
                    "It was truncated. " + IMPORT_AGAIN);
        }
        return file;
    }

    public Path path() {
        return path;
    }

    /** Returns the highest number of the files that this one replaces; 0 for none. */
    public int lastReplacedNumber() {
        return lastReplacedNumber;
    }

    /** Returns the number of committed bytes. */
    public long committedBytes() {
        return committedBytes;
    }

    /** Locks the file until it is closed. Returns false if it is already locked. */
    public boolean tryLock() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Writes a frame after the mark; {@link #commit} makes it part of the file. */
    public Frame write(Frame.Kind kind, BlockRange blocks, int rows, int onTick, ByteBuffer body) throws IOException {
        magic = kind == Frame.Kind.SWAPS ? magic : MAGIC_2;
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        long offset = writtenBytes + Frame.HEADER_BYTES;
        Frame frame = new Frame(this, kind, offset, body.remaining(), rows, onTick, blocks, (int) crc.getValue());
        writeFully(frame.header(), writtenBytes);
        writeFully(body, offset);
        writtenBytes = offset + frame.length();
        return frame;
    }

    /** Returns the number of bytes with those that are not committed. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** Forgets frames that were written from a position on and are not committed. */
    public void rollBack(long position) {
        writtenBytes = position;
    }

    /** Forces the written frames to disk, then moves the mark to their end. */
    public void commit() throws IOException {
        channel.force(true);
        ByteBuffer header = Frame.buffer(HEADER_BYTES);
        header.putLong(magic).putLong(pool.chainId());
        header.put(HexFormat.of().parseHex(pool.address().substring(2))).putInt(lastReplacedNumber);
        header.putLong(writtenBytes).putInt(crc(header)).putInt(0).putLong(0);
        writeFully(header.flip(), 0);
        channel.force(true);
        committedBytes = writtenBytes;
    }

    /** Makes the header state that the file replaces no others, after these were deleted. */
    public void forgetReplacedFiles() throws IOException {
        lastReplacedNumber = 0;
        commit();
    }

    /** Reads the headers of the committed frames. */
    public List<Frame> frames() throws IOException {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer header = Frame.buffer(Frame.HEADER_BYTES);
        long at = HEADER_BYTES;
        while (at < committedBytes) {
            readFully(channel, header.clear(), at);
            at += Frame.HEADER_BYTES;
            Frame frame = Frame.read(header.flip(), this, at);
            if (frame == null || at + frame.length() > committedBytes) {
                throw new HistoryException(path + " at byte " + at, "there is no valid frame", IMPORT_AGAIN);
            }
            frames.add(frame);
            at += frame.length();
        }
        return frames;
    }

    /** Reads a frame's body and checks its checksum. The array must be {@link FrameCodec#PADDING_BYTES} bytes longer than the body. */
    public void read(Frame frame, byte[] body) throws IOException {
        int length = frame.length();
        ByteBuffer target = ByteBuffer.wrap(body, 0, length);
        readFully(channel, target, frame.offset());
        CRC32C crc = new CRC32C();
        crc.update(body, 0, length);
        if (target.hasRemaining() || (int) crc.getValue() != frame.bodyCrc()) {
            throw new HistoryException(frame.place(), "the checksum of the rows is wrong", IMPORT_AGAIN);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void readFully(FileChannel channel, ByteBuffer target, long at) throws IOException {
        long offset = at;
        int readBytes = 0;
        while (target.hasRemaining() && readBytes >= 0) {
            readBytes = channel.read(target, offset);
            offset += readBytes;
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
        crc.update(header.duplicate().limit(CRC_OFFSET).position(0));
        return (int) crc.getValue();
    }
}
