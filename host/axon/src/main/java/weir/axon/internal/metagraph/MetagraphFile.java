package weir.axon.internal.metagraph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.protocol.Ss58;

/**
 * The operator's copy of the metagraph, a JSON file that is read again after a change:
 *
 * <pre>{@code {"neurons": [{"hotkey": "5C…", "permit": true, "stake": 5000}]}}</pre>
 *
 * <p>{@code hotkey} is an ss58 address, {@code permit} tells whether it has a validator permit, {@code stake} is its total stake, in
 * the unit of the operator's minimum stake. Other members are ignored. An invalid entry affects no other one; the last valid entry
 * of its hotkey stays in force. If the file is invalid or cannot be read, its last valid content stays in force, and for {@link
 * #MISSING_GRACE} also if it is missing, because a tool may replace it in several steps. Afterwards, no hotkey is registered.
 *
 * <p>Lookups read an immutable copy in memory, without a lock. {@link #refresh} compares the file's content, because attributes do
 * not reveal each change. Thread-safe.
 */
public final class MetagraphFile implements Metagraph {

    /** How long the last content of a missing file stays in force. */
    static final Duration MISSING_GRACE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFile.class);

    /** After this time without a completed read, the file system counts as hanging. */
    private static final Duration MAX_READ_INTERVAL = Duration.ofSeconds(30);

    private static final int MAX_FILE_BYTES = 16 << 20;
    private static final int MAX_NEURONS = 4096;
    private static final int MAX_REPORTED_ENTRIES = 10;
    private static final int MAX_SHOWN_CHARS = 40;

    private final Path file;
    private final double minStake;
    private final LongSupplier nanoTime;
    private volatile long lastReadNs;
    private volatile Map<String, Neuron> neurons = Map.of();
    private volatile List<String> problems = List.of();
    private volatile boolean isInForce;

    /** The content that was parsed last; {@code null} if there is none. */
    private byte[] content;

    private List<String> contentProblems = List.of();
    private Optional<Long> missingSinceNs = Optional.empty();

    /**
     * @param minStake minimum stake of a validator; only for the number of validators in the log
     * @param nanoTime a monotonic clock, ns
     */
    public MetagraphFile(Path file, double minStake, LongSupplier nanoTime) {
        this.file = file;
        this.minStake = minStake;
        this.nanoTime = nanoTime;
        refresh();
    }

    @Override
    public Optional<Neuron> neuron(String hotkey) {
        return Optional.ofNullable(neurons.get(hotkey));
    }

    /** Whether the file exists, or its last content is still in force. Reads memory only. */
    public boolean isInForce() {
        return isInForce;
    }

    /** Returns why the file or some of its entries are not used, for the operator; empty if all are. Reads memory only. */
    public List<String> problems() {
        Duration sinceRead = Duration.ofNanos(nanoTime.getAsLong() - lastReadNs);
        return sinceRead.compareTo(MAX_READ_INTERVAL) < 0
                ? problems
                : List.of(file + " has not been read for " + sinceRead.toSeconds()
                        + " s; its last valid content stays in force. Check whether its file system answers");
    }

    /** Reads the file, which may take long on a hanging file system. Call it periodically, but not on a thread of a request. */
    public synchronized void refresh() {
        List<String> before = problems;
        try {
            byte[] read = read();
            missingSinceNs = Optional.empty();
            isInForce = true;
            if (!Arrays.equals(read, content)) {
                content = read;
                contentProblems = parse(read);
            }
            problems = contentProblems;
        } catch (NoSuchFileException e) {
            problems = List.of(file + missing());
        } catch (IOException e) {
            problems = List.of(file + " cannot be read; the last valid content stays in force: " + e);
        }
        lastReadNs = nanoTime.getAsLong();
        problems.stream().filter(problem -> !before.contains(problem)).forEach(LOG::warn);
    }

    private byte[] read() throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("it is not a regular file"); // reading a pipe could wait forever
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(MAX_FILE_BYTES + 1);
            if (read.length > MAX_FILE_BYTES) {
                throw new IOException("it is longer than " + MAX_FILE_BYTES + " bytes");
            }
            return read;
        }
    }

    private String missing() {
        long now = nanoTime.getAsLong();
        missingSinceNs = missingSinceNs.or(() -> Optional.of(now));
        if (content != null && now - missingSinceNs.get() < MISSING_GRACE.toNanos()) {
            return " is missing; its last content stays in force for " + MISSING_GRACE.toSeconds() + " s";
        }
        content = null;
        isInForce = false;
        neurons = Map.of();
        return " does not exist: without the chain's metagraph, only hotkeys of the allow list are accepted";
    }

    /** Puts a content in force. Returns its problems. */
    private List<String> parse(byte[] bytes) {
        List<String> found = new ArrayList<>();
        try {
            Map<String, Neuron> parsed = new HashMap<>();
            JsonArray rows = rows(decode(bytes));
            List<InvalidRow> invalid = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                parseNeuron(i, rows.get(i), parsed).ifPresent(invalid::add);
            }
            // After all rows: a valid row of the file takes precedence over the last valid one of an earlier file.
            invalid.forEach(row -> found.add(keepLastValid(row, parsed)));
            neurons = Map.copyOf(parsed);
            LOG.info(
                    "{}: {} neurons, {} of them validators with a stake of at least {}",
                    file,
                    parsed.size(),
                    parsed.values().stream()
                            .filter(neuron -> neuron.hasPermit() && neuron.stake() >= minStake)
                            .count(),
                    BigDecimal.valueOf(minStake).stripTrailingZeros().toPlainString());
        } catch (CharacterCodingException | JsonParseException | IllegalStateException e) {
            found.add("is not a valid metagraph; the last valid content stays in force: " + e.getMessage());
        }
        int more = found.size() - MAX_REPORTED_ENTRIES;
        return found.stream()
                .limit(MAX_REPORTED_ENTRIES)
                .map(problem -> file + " " + problem + (more > 0 ? " (and " + more + " more entries)" : ""))
                .toList();
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Passes over a byte order mark of an editor, as Gson does. */
    private static JsonArray rows(String json) {
        JsonElement root = JsonParser.parseString(json);
        JsonElement rows = root.isJsonObject() ? root.getAsJsonObject().get("neurons") : null;
        if (rows == null || !rows.isJsonArray()) {
            throw new JsonParseException("neurons must be a list");
        }
        if (rows.getAsJsonArray().size() > MAX_NEURONS) {
            throw new JsonParseException("neurons has more than " + MAX_NEURONS + " entries");
        }
        return rows.getAsJsonArray();
    }

    /** @param hotkey {@code null} if it is not an ss58 address */
    private record InvalidRow(int index, String hotkey, String problem) {}

    /** Adds a valid entry of the file to {@code parsed}. Returns an invalid one. */
    private static Optional<InvalidRow> parseNeuron(int index, JsonElement row, Map<String, Neuron> parsed) {
        String hotkey = null;
        try {
            String text = text(row, "hotkey");
            Ss58.decode(text);
            hotkey = text;
            Neuron neuron = new Neuron(permit(text(row, "permit")), stake(text(row, "stake")));
            if (parsed.putIfAbsent(hotkey, neuron) != null) {
                throw new IllegalArgumentException("hotkey " + hotkey + " has an entry before; remove one of them");
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new InvalidRow(index, hotkey, e.getMessage()));
        }
    }

    /** Adds the last valid entry of the row's hotkey, if no other row is valid. Returns a description for the operator. */
    private String keepLastValid(InvalidRow row, Map<String, Neuron> parsed) {
        Neuron lastValid = row.hotkey() == null ? null : neurons.get(row.hotkey());
        boolean isKept = lastValid != null && parsed.putIfAbsent(row.hotkey(), lastValid) == null;
        return "neurons[" + row.index() + "]: " + row.problem()
                + (isKept ? "; the last valid entry of " + row.hotkey() + " stays in force" : "; the entry is ignored");
    }

    private static String text(JsonElement row, String name) {
        JsonElement value = row.isJsonObject() ? row.getAsJsonObject().get(name) : null;
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException(name + " is missing, or not a plain value");
        }
        return value.getAsString();
    }

    private static boolean permit(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("permit must be true or false, not " + shorten(text));
        };
    }

    private static double stake(String text) {
        try {
            // Unlike Double, BigDecimal does not parse NaN and Infinity.
            double stake = new BigDecimal(text).doubleValue();
            if (stake >= 0 && Double.isFinite(stake)) {
                return stake;
            }
        } catch (NumberFormatException e) {
            // Handled below, like a negative number.
        }
        throw new IllegalArgumentException("stake must be a number of zero or more, not " + shorten(text));
    }

    private static String shorten(String text) {
        return (text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…")
                .replaceAll("\\p{Cntrl}", " ");
    }
}
