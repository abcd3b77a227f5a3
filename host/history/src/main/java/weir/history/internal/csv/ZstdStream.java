package weir.history.internal.csv;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipException;
import weir.history.HistoryException;

/** Decompresses a zstd stream. Only commands have the library for it on their class path; the host does not. Not thread-safe. */
final class ZstdStream extends FilterInputStream {

    private ZstdStream(InputStream in) {
        super(in);
    }

    /** Loaded within the try block of {@link #open}, which a missing library would otherwise prevent from being linked. */
    private static final class Library {

        static InputStream open(InputStream in) {
            return new ZstdInputStream(in);
        }
    }

    /** @throws HistoryException if this process does not have the library */
    static InputStream open(Path file, InputStream in) {
        try {
            return new ZstdStream(Library.open(in));
        } catch (NoClassDefFoundError e) {
            throw new HistoryException(
                    file.toString(),
                    "this process cannot unpack zstd",
                    "Unpack the file: zstd -d " + file.getFileName(),
                    e);
        }
    }

    /**
     * @throws EOFException if the stream ends within a frame
     * @throws ZipException if it is damaged
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (ZipException | EOFException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library names a cut stream and a damaged one by the same exceptions.
            ZipException damaged = new ZipException(String.valueOf(e.getMessage()));
            damaged.initCause(e);
            throw damaged;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }
}
