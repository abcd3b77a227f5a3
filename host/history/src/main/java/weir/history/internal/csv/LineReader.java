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
 * Reads the lines of a text file, plain or gzip (detected by its first bytes), and counts them. Lines have a maximum length. A
 * file that ends within a line or within its gzip stream is rejected, because it may have been cut. For one thread.
 */
public final class LineReader implements Closeable {

    /** Far longer than any row of swaps; rejects binary files at once. */
    private static final int MAX_LINE = 4_096;

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final long size;
    private final CountingStream compressed;
    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE];
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long number;

    private LineReader(Path file, long size, CountingStream compressed, InputStream in) {
        this.file = file;
        this.size = size;
        this.compressed = compressed;
        this.in = in;
    }

    public static LineReader open(Path file) throws IOException {
        CountingStream compressed = new CountingStream(Files.newInputStream(file));
        try {
            BufferedInputStream buffered = new BufferedInputStream(compressed, BUFFER);
            buffered.mark(2);
            boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            InputStream in = gzip ? new GZIPInputStream(buffered, BUFFER) : buffered;
            return new LineReader(file, Files.size(file), compressed, in);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    /** The next line without its line break; null at the end of the file. */
    public String next() throws IOException {
        int length = 0;
        number++;
        while (true) {
            if (position == limit && !fill()) {
                if (length == 0) {
                    return null;
                }
                throw invalid(
                        "the file ends inside this line",
                        "It may have been cut: fetch it again, or end it with a newline if it is whole");
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.ISO_8859_1);
            }
            if (length == MAX_LINE) {
                throw invalid(
                        "the line is longer than " + MAX_LINE + " bytes", "Give a CSV file of swaps, plain or .gz");
            }
            line[length++] = b;
        }
    }

    private boolean fill() throws IOException {
        try {
            limit = Math.max(0, in.read(buffer, 0, BUFFER));
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

    /** Number of the line that {@link #next} returned last, counted from 1. */
    public long number() {
        return number;
    }

    /** Fraction of the file that has been read, 0 to 1. */
    public double progress() {
        return size == 0 ? 1 : Math.min(1, (double) compressed.count / size);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
