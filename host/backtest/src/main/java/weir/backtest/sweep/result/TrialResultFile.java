package weir.backtest.sweep.result;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.Moments;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;

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
    /** By stage and index of the trial. */
    private final Map<Integer, Map<Integer, TrialResult>> storedResults = new HashMap<>();

    private record Line(
            int trial,
            int stage,
            String rejection,
            RoundCounts endings,
            Estimate score,
            Estimate gainPercent,
            Moments moments,
            FoldScores folds) {}

    private TrialResultFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens or creates the file of a sweep.
     *
     * @param identity identity of the sweep from {@link SweepPlan#identity}, or of a shard of it from {@link Shard#identity}
     * @param trials the trials of the whole sweep
     * @param fresh whether to delete earlier results
     * @throws IOException if the file belongs to another sweep, is damaged, or is used by another process
     */
    public static TrialResultFile open(Path file, String identity, List<Trial> trials, boolean fresh)
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
            resultFile.read(identity, trials);
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

    /**
     * The results of a shard.
     *
     * @param shard the shard; {@link Shard#WHOLE} if the file belongs to a sweep without shards
     * @param results results by index of the trial
     */
    record StoredShard(Shard shard, Map<Integer, TrialResult> results) {}

    /**
     * Reads the results of a shard, without a lock and without a change of the file.
     *
     * @param sweepIdentity identity of the whole sweep from {@link SweepPlan#identity}
     * @param trials the trials of the whole sweep
     * @throws IOException if the file cannot be read, belongs to another sweep, or is damaged
     */
    static StoredShard readShard(Path file, String sweepIdentity, List<Trial> trials) throws IOException {
        TrialResultFile stored = new TrialResultFile(file, null);
        byte[] bytes = Files.readAllBytes(file);
        List<Shard> shards = new ArrayList<>();
        stored.parse(
                bytes,
                sweepIdentity,
                identity -> Shard.find(identity, sweepIdentity).map(shards::add).orElse(false),
                trials);
        if (shards.isEmpty()) {
            throw new IOException(file + " has no complete line, so it is not the file of a sweep");
        }
        return new StoredShard(shards.get(0), stored.storedResults(0));
    }

    private void read(String identity, List<Trial> trials) throws IOException {
        int end = parse(Channels.newInputStream(channel).readAllBytes(), identity, identity::equals, trials);
        channel.truncate(end);
        channel.position(end);
        if (end == 0) {
            write(MAGIC + identity);
        }
    }

    /**
     * Parses the complete lines.
     *
     * @param expected the identity of the sweep, for messages
     * @param isExpected whether the identity in the file is valid
     * @return length of the complete lines in bytes
     */
    private int parse(byte[] bytes, String expected, Predicate<String> isExpected, List<Trial> trials)
            throws IOException {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        String[] lines = end == 0 ? new String[0] : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++) {
            String content = checked(lines[i], i + 1);
            if (i > 0) {
                readResult(content, i + 1, trials);
            } else if (!content.startsWith(MAGIC) || !isExpected.test(content.substring(MAGIC.length()))) {
                throw new IOException(
                        file + " belongs to another sweep: " + firstDifference(content, MAGIC + expected));
            }
        }
        // Text after the last line break is an incomplete line.
        if (bytes.length - end > Math.max(MAX_LINE_BYTES, 2 * expected.length())) {
            throw damagedLine(lines.length + 1);
        }
        return end;
    }

    /** The content of a line without its checksum. */
    private String checked(String line, int number) throws IOException {
        int end = line.lastIndexOf(' ');
        String content = line.substring(0, Math.max(0, end));
        if (!line.substring(end + 1).equals(crc(content))) {
            throw damagedLine(number);
        }
        return content;
    }

    private void readResult(String content, int number, List<Trial> trials) throws IOException {
        try {
            Line read = JSON.fromJson(content, Line.class);
            TrialResult result = new TrialResult(
                    trials.get(read.trial),
                    read.rejection,
                    read.stage,
                    read.endings,
                    read.score,
                    read.gainPercent,
                    read.moments,
                    read.folds);
            storedResults.computeIfAbsent(read.stage, stage -> new HashMap<>()).put(read.trial, result);
        } catch (JsonParseException | IndexOutOfBoundsException e) {
            throw damagedLine(number);
        }
    }

    /** The first different part of two identities, which are lists with semicolons. */
    private static String firstDifference(String stored, String expected) {
        List<String> parts = List.of(expected.split("; "));
        return Arrays.stream(stored.split("; "))
                .filter(part -> !parts.contains(part))
                .findFirst()
                .map(part -> "it has '" + part + "'")
                .orElse("some of its parts are missing");
    }

    private IOException damagedLine(int line) {
        return new IOException(file + " line " + line + " is damaged; delete the file to run its trials again");
    }

    /** The results of a stage that the file contained when it was opened, by index of the trial. */
    public Map<Integer, TrialResult> storedResults(int stage) {
        return Collections.unmodifiableMap(storedResults.getOrDefault(stage, Map.of()));
    }

    /** Number of results that the file contained when it was opened, over all stages. */
    public int storedCount() {
        return storedResults.values().stream().mapToInt(Map::size).sum();
    }

    /** Appends a result. It survives a crash of the process. */
    public synchronized void add(TrialResult result) throws IOException {
        // The text of a double parses to the same double.
        write(JSON.toJson(new Line(
                result.trial().index(),
                result.stage(),
                result.rejectionReason(),
                result.roundCounts(),
                result.score(),
                result.gainOverHoldingPercent(),
                result.moments(),
                result.folds())));
    }

    private void write(String content) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((content + " " + crc(content) + "\n").getBytes(StandardCharsets.UTF_8));
        long start = channel.size();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(start); // Such as on a full disk: half a line would damage the file.
            throw e;
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
