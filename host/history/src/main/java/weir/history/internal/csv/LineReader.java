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
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipException;
import weir.history.HistoryException;

/**
 * Reads and counts the lines of a text file or pipe, plain, gzip or zstd (detected by its first bytes). Skips a byte order mark and blank
 * lines. Rejects other formats by name, long lines, and files that end within a line or within their compressed stream, because they
 * may have been cut. Not thread-safe.
 */
public final class LineReader implements Closeable {

    /** Far longer than any row of swaps. Binary files reach it soon. */
    private static final int MAX_LINE_BYTES = 4_096;

    private static final int BUFFER_BYTES = 1 << 16;

    /** First bytes of the compressed formats that are read, in hexadecimal. */
    private static final String GZIP = "1f8b";

    private static final String ZSTD = "28b52ffd";

    /** First bytes of formats that are not read, in hexadecimal, and their names. */
    private static final Map<String, String> OTHER_FORMATS = Map.of(
            "fd377a58", "xz",
            "504b0304", "zip",
            "50415231", "Parquet",
            "425a68", "bzip2",
            "377abcaf", "7z",
            "04224d18", "lz4",
            "fffe", "UTF-16 text",
            "feff", "UTF-16 text");

    private final Path file;
    /** Name of the compression, for messages. */
    private final String compression;

    private final long fileBytes;
    private final CountingStream compressed;
    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long number;

    private LineReader(Path file, String compression, CountingStream compressed, InputStream in) throws IOException {
        this.file = file;
        this.compression = compression;
        this.fileBytes = Files.size(file);
        this.compressed = compressed;
        this.in = in;
    }

    /**
     * Opens a file or a pipe.
     *
     * @throws HistoryException if it has another format
     */
    public static LineReader open(Path file) throws IOException {
        CountingStream compressed = new CountingStream(Files.newInputStream(file));
        String compression = "gzip";
        try {
            InputStream in = buffered(file, compressed);
            if (startsWith(in, GZIP)) {
                in = buffered(file, new GzipStream(in));
            } else if (startsWith(in, ZSTD)) {
                compression = "zstd";
                in = buffered(file, ZstdStream.open(file, in));
            }
            if (startsWith(in, "efbbbf")) {
                in.skipNBytes(3);
            }
            return new LineReader(file, compression, compressed, in);
        } catch (EOFException | ZipException e) {
            compressed.close();
            throw invalidStream(compression, file.toString(), e);
        } catch (IOException | RuntimeException e) {
            compressed.close();
            throw e;
        }
    }

    private static InputStream buffered(Path file, InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
        for (Map.Entry<String, String> format : OTHER_FORMATS.entrySet()) {
            if (startsWith(buffered, format.getKey())) {
                throw new HistoryException(
                        file.toString(),
                        "the format of the file is " + format.getValue(),
                        format.getValue().equals("Parquet")
                                ? "Convert it: duckdb -c \"COPY (FROM '" + file.getFileName()
                                        + "') TO 'swaps.csv.gz' (HEADER)\"; with cryo, fetch with --csv"
                                : "Unpack or convert it: give a .csv, .csv.gz or .csv.zst file in UTF-8");
            }
        }
        return buffered;
    }

    private static boolean startsWith(InputStream in, String hexadecimal) throws IOException {
        in.mark(8);
        byte[] start = in.readNBytes(hexadecimal.length() / 2);
        in.reset();
        return HexFormat.of().formatHex(start).equals(hexadecimal);
    }

    /** Returns the next line that is not blank, without its line break; null at the end of the file. */
    public String next() throws IOException {
        String text = nextLine();
        while (text != null && text.isBlank()) {
            text = nextLine();
        }
        return text;
    }

    private String nextLine() throws IOException {
        int length = 0;
        number++;
        while (true) {
            if (position == limit && !fillBuffer()) {
                if (new String(line, 0, length, StandardCharsets.ISO_8859_1).isBlank()) {
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
                        "Give a CSV file of swaps, plain, .gz or .zst");
            }
            line[length++] = b;
        }
    }

    private boolean fillBuffer() throws IOException {
        try {
            limit = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
        } catch (EOFException | ZipException e) {
            throw invalidStream(compression, file + " line " + number, e);
        }
        position = 0;
        return limit > 0;
    }

    private static HistoryException invalidStream(String compression, String place, IOException e) {
        return e instanceof EOFException
                ? new HistoryException(
                        place, "the " + compression + " stream ends in the middle", "The file was cut: fetch it again")
                : new HistoryException(
                        place,
                        "the " + compression + " stream is damaged (" + e.getMessage() + ")",
                        "Fetch the file again");
    }

    private HistoryException invalid(String problem, String remedy) {
        return new HistoryException(file + " line " + number, problem, remedy);
    }

    /** Returns the number of the last line, from 1. */
    public long number() {
        return number;
    }

    /** Returns the fraction of the file that has been read, 0 to 1; 1 for a pipe. */
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

        /** The JDK's stream fails here for a pipe: it asks for the position. */
        @Override
        public int available() {
            return 0;
        }
    }
}
