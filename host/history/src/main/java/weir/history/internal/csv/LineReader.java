package weir.history.internal.csv;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import weir.history.HistoryException;

/**
 * Reads and counts the lines of a text file, plain or gzip (detected by its first bytes). Rejects long lines, and files that end within
 * a line or within their gzip stream, because they may have been cut. Not thread-safe.
 */
public final class LineReader implements Closeable {

    /** Far longer than any row of swaps. Binary files reach it soon. */
    private static final int MAX_LINE_BYTES = 4_096;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final long fileBytes;
    private final CountingStream compressed;
    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long number;

    private LineReader(Path file, long fileBytes, CountingStream compressed, InputStream in) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.compressed = compressed;
        this.in = in;
    }

    public static LineReader open(Path file) throws IOException {
        CountingStream compressed = new CountingStream(Files.newInputStream(file));
        try {
            BufferedInputStream buffered = new BufferedInputStream(compressed, BUFFER_BYTES);
            buffered.mark(2);
            boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            InputStream in = gzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
            return new LineReader(file, Files.size(file), compressed, in);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    /** Returns the next line without its line break; null at the end of the file. */
    public String next() throws IOException {
        int length = 0;
        number++;
        while (true) {
            if (position == limit && !fillBuffer()) {
                if (length == 0) {
                    return null;
                }
                throw invalid(
                        "the file ends inside this line",
                        "It may have been cut: fetch it again, or add a newline at its end if it is complete");
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.ISO_8859_1);
            }
            if (length == MAX_LINE_BYTES) {
                throw invalid(
                        "the line is longer than " + MAX_LINE_BYTES + " bytes",
                        "Give a CSV file of swaps, plain or .gz");
            }
            line[length++] = b;
        }
    }

    private boolean fillBuffer() throws IOException {
        try {
            limit = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
        } catch (EOFException e) {
            throw invalid("the gzip stream ends in the middle", "The file was cut: fetch it again");
        } catch (ZipException e) {
            throw invalid("the gzip stream is damaged (" + e.getMessage() + ")", "Fetch the file again");
        }
        position = 0;
        return limit > 0;
    }

    private HistoryException invalid(String fault, String remedy) {
        return new HistoryException(file + " line " + number, fault, remedy);
    }

    /** Returns the number of the last line, from 1. */
    public long number() {
        return number;
    }

    /** Returns the fraction of the file that has been read, 0 to 1. */
    public double progress() {
        return fileBytes == 0 ? 1 : Math.min(1, (double) compressed.bytesRead / fileBytes);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class CountingStream extends FilterInputStream {
        private long bytesRead;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            bytesRead += Math.max(0, read);
            return read;
        }
    }
}
