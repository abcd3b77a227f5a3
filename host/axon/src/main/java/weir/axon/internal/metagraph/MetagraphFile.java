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
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>The file is read once a second at most, while requests arrive. Its content is compared, because attributes do not reveal each
 * change. Thread-safe.
 */
public final class MetagraphFile implements Metagraph {

    /** How long the last content of a missing file stays in force. */
    static final Duration MISSING_GRACE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFile.class);
    private static final long CHECK_INTERVAL_NS = 1_000_000_000L;
    private static final int MAX_FILE_BYTES = 16 << 20;
    private static final int MAX_NEURONS = 4096;
    private static final int MAX_REPORTED_ENTRIES = 10;
    private static final int MAX_SHOWN_CHARS = 40;

    private final Path file;
    private final double minStake;
    private final LongSupplier nanoTime;
    private final ReentrantLock refreshLock = new ReentrantLock();
    private volatile long lastCheckNs;
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
        this.lastCheckNs = nanoTime.getAsLong();
        refresh();
    }

    @Override
    public Optional<Neuron> neuron(String hotkey) {
        refreshIfDue();
        return Optional.ofNullable(neurons.get(hotkey));
    }

    /** Whether the file exists, or its last content is still in force. */
    public boolean isInForce() {
        refreshIfDue();
        return isInForce;
    }

    /** Returns why the file or some of its entries are not used, for the operator; empty if all are. */
    public List<String> problems() {
        refreshIfDue();
        return problems;
    }

    /** Returns at once while another thread reads the file, because a file system may hang. */
    private void refreshIfDue() {
        if (nanoTime.getAsLong() - lastCheckNs > CHECK_INTERVAL_NS && refreshLock.tryLock()) {
            try {
                lastCheckNs = nanoTime.getAsLong();
                refresh();
            } finally {
                refreshLock.unlock();
            }
        }
    }

    private void refresh() {
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
            for (int i = 0; i < rows.size(); i++) {
                parseNeuron(rows.get(i), parsed)
                        .map(("neurons[" + i + "]: ")::concat)
                        .ifPresent(found::add);
            }
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
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text; // a byte order mark of an editor
    }

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

    /** Adds an entry of the file. Returns why it is invalid; the last valid entry of its hotkey is added then. */
    private Optional<String> parseNeuron(JsonElement row, Map<String, Neuron> parsed) {
        String hotkey = null;
        try {
            hotkey = text(row, "hotkey");
            Ss58.decode(hotkey);
            if (parsed.containsKey(hotkey)) {
                return Optional.of("hotkey " + hotkey + " has an entry before; remove one of them");
            }
            parsed.put(hotkey, new Neuron(permit(text(row, "permit")), stake(text(row, "stake"))));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            Neuron lastValid = hotkey == null ? null : neurons.get(hotkey);
            if (lastValid == null) {
                return Optional.of(e.getMessage() + "; the entry is ignored");
            }
            parsed.put(hotkey, lastValid);
            return Optional.of(e.getMessage() + "; the last valid entry of " + hotkey + " stays in force");
        }
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
