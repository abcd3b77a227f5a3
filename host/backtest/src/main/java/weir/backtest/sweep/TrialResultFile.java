package weir.backtest.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import weir.backtest.stats.Estimate;

/**
 * The results of a sweep on disk. It appends a line of JSON after each trial, so an interrupted sweep can resume. The first line
 * identifies the sweep; each line ends with its CRC-32C checksum. An incomplete last line is removed; any other damage is an error. Thread-safe; a file
 * lock excludes other processes.
 */
public final class TrialResultFile implements Closeable {

    private static final String MAGIC = "weir sweep 4 ";

    /** Scores may be NaN. */
    private static final Gson JSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    /** Maximum length in bytes of an incomplete last line. A longer one counts as damage. */
    private static final int MAX_LINE_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final Map<Integer, TrialResult> storedResults = new HashMap<>();

    private record Line(int trial, String rejection, RoundCounts endings, Estimate score, Estimate gainPercent) {}

    private TrialResultFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens or creates the file of a sweep.
     *
     * @param sweepIdentity identity of the sweep from {@link SweepPlan#identity}
     * @param trials the trials of the sweep
     * @param fresh whether to delete earlier results
     * @throws IOException if the file belongs to another sweep, is damaged, or is used by another process
     */
    public static TrialResultFile open(Path file, String sweepIdentity, List<Trial> trials, boolean fresh)
            throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            TrialResultFile resultFile = new TrialResultFile(file, channel);
            if (!resultFile.tryLock()) {
                throw new IOException(file + " is in use: the same sweep is already running");
            }
            if (fresh) {
                channel.truncate(0);
            }
            resultFile.read(MAGIC + sweepIdentity, trials);
            return resultFile;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private boolean tryLock() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void read(String heading, List<Trial> trials) throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        String[] lines = end == 0 ? new String[0] : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++) {
            read(lines[i], i + 1, heading, trials);
        }
        // Text after the last line break is an incomplete line.
        if (bytes.length - end > Math.max(MAX_LINE_BYTES, 2 * heading.length())) {
            throw damagedLine(lines.length + 1);
        }
        channel.truncate(end);
        channel.position(end);
        if (end == 0) {
            write(heading);
        }
    }

    private void read(String line, int number, String heading, List<Trial> trials) throws IOException {
        int end = line.lastIndexOf(' ');
        String content = line.substring(0, Math.max(0, end));
        if (!line.substring(end + 1).equals(crc(content))) {
            throw damagedLine(number);
        }
        if (number == 1) {
            if (!content.equals(heading)) {
                throw new IOException(file + " holds another sweep: " + content);
            }
            return;
        }
        try {
            Line read = JSON.fromJson(content, Line.class);
            storedResults.put(
                    read.trial,
                    new TrialResult(
                            trials.get(read.trial), read.rejection, read.endings, read.score, read.gainPercent));
        } catch (JsonParseException | IndexOutOfBoundsException e) {
            throw damagedLine(number);
        }
    }

    private IOException damagedLine(int line) {
        return new IOException(file + " line " + line + " is damaged; delete the file to run its trials again");
    }

    /** The results that the file contained when it was opened, by index of the trial. */
    public Map<Integer, TrialResult> storedResults() {
        return Collections.unmodifiableMap(storedResults);
    }

    /** Appends a result. It survives a crash of the process. */
    public synchronized void add(TrialResult result) throws IOException {
        // The text of a double parses to the same double.
        write(JSON.toJson(new Line(
                result.trial().index(),
                result.rejectionReason(),
                result.roundCounts(),
                result.score(),
                result.gainOverHoldingPercent())));
    }

    private void write(String content) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((content + " " + crc(content) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    private static String crc(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
