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
 * Lines of a text file, plain or gzip (told by its first bytes), with their numbers. A line is bounded, and a file that
 * ends inside a line or inside its gzip stream is refused: it may have been cut. One thread.
 */
public final class LineReader implements Closeable {

    /** Far above any row of swaps; below it a binary file is found out at once. */
    private static final int MAX_LINE = 4_096;

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final long size;
    private final Counted counted;
    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE];
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long number;

    private LineReader(Path file, long size, Counted counted, InputStream in) {
        this.file = file;
        this.size = size;
        this.counted = counted;
        this.in = in;
    }

    /** Opens the file. */
    public static LineReader open(Path file) throws IOException {
        Counted counted = new Counted(Files.newInputStream(file));
        try {
            BufferedInputStream peeked = new BufferedInputStream(counted, BUFFER);
            peeked.mark(2);
            boolean gzip = peeked.read() == 0x1f && peeked.read() == 0x8b;
            peeked.reset();
            InputStream in = gzip ? new GZIPInputStream(peeked, BUFFER) : peeked;
            return new LineReader(file, Files.size(file), counted, in);
        } catch (IOException e) {
            counted.close();
            throw e;
        }
    }

    /** The next line without its end, or null after the last. */
    public String next() throws IOException {
        int length = 0;
        number++;
        while (true) {
            if (position == limit && !fill()) {
                if (length == 0) {
                    return null;
                }
                throw bad(
                        "the file ends inside this line",
                        "It may have been cut: fetch it again, or end it with a newline if it is whole");
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.ISO_8859_1);
            }
            if (length == MAX_LINE) {
                throw bad("the line is longer than " + MAX_LINE + " bytes", "Give a CSV file of swaps, plain or .gz");
            }
            line[length++] = b;
        }
    }

    private boolean fill() throws IOException {
        try {
            limit = in.read(buffer, 0, BUFFER);
        } catch (EOFException e) {
            throw bad("the gzip stream ends in the middle", "The file was cut: fetch it again");
        } catch (ZipException e) {
            throw bad("the gzip stream is damaged (" + e.getMessage() + ")", "Fetch the file again");
        }
        position = 0;
        if (limit < 0) {
            limit = 0;
        }
        return limit > 0;
    }

    private HistoryException bad(String fault, String remedy) {
        return new HistoryException(file + " line " + number, fault, remedy);
    }

    /** Number of the line that {@link #next} gave last; the first is 1. */
    public long number() {
        return number;
    }

    /** How much of the file has been read, 0 to 1. */
    public double progress() {
        return size == 0 ? 1 : Math.min(1, (double) counted.bytes / size);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            bytes += Math.max(0, n);
            return n;
        }
    }
}
