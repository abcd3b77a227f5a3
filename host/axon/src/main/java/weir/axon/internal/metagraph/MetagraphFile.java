package weir.axon.internal.metagraph;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.protocol.Ss58;

/**
 * The metagraph as a JSON file, read again after it has changed:
 *
 * <pre>{@code {"neurons": [{"hotkey": "5C…", "permit": true, "stake": 5000}]}}</pre>
 *
 * <p>{@code hotkey} is an ss58 address, {@code permit} the validator permit, {@code stake} the total stake in the subnet's
 * units; other members are ignored. Without a file no hotkey is registered. A file that is invalid or cannot be read is logged
 * once, and the last valid content stays in force. The file is checked at most once a second. Thread-safe.
 */
public final class MetagraphFile implements Metagraph {

    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFile.class);
    private static final long CHECK_INTERVAL_NS = 1_000_000_000L;
    private static final long MAX_BYTES = 16 << 20;
    private static final int MAX_NEURONS = 4096;

    private final Path file;
    private final LongSupplier nanoTime;
    private final AtomicLong lastCheck;
    private volatile State state = new State(null, 0, Map.of(), "not read yet");

    /** The content in force: the file's modification time and size, its neurons, and the current problem or {@code null}. */
    private record State(FileTime modified, long size, Map<String, Neuron> neurons, String problem) {}

    /** The file's JSON; members are {@code null} where they are missing. */
    private record Snapshot(List<Row> neurons) {}

    private record Row(String hotkey, Boolean permit, Double stake) {}

    /** @param nanoTime a monotonic clock, ns */
    public MetagraphFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.lastCheck = new AtomicLong(nanoTime.getAsLong());
        refresh();
    }

    @Override
    public Optional<Neuron> neuron(String hotkey) {
        refreshIfDue();
        return Optional.ofNullable(state.neurons.get(hotkey));
    }

    /** What is wrong with the file, for the operator. */
    public Optional<String> problem() {
        refreshIfDue();
        return Optional.ofNullable(state.problem);
    }

    private void refreshIfDue() {
        long now = nanoTime.getAsLong();
        long last = lastCheck.get();
        if (now - last > CHECK_INTERVAL_NS && lastCheck.compareAndSet(last, now)) {
            refresh();
        }
    }

    private void refresh() {
        State old = state;
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (!now.lastModifiedTime().equals(old.modified) || now.size() != old.size) {
                state = read(now, old);
            }
        } catch (NoSuchFileException e) {
            unreadable(old, Map.of(), file + " does not exist: only hotkeys of the allow list are accepted");
        } catch (IOException e) {
            unreadable(old, old.neurons, file + " cannot be read; the last valid content stays in force: " + e);
        }
    }

    /** Records no modification time, so that the file is tried again at each check: permissions may change without it. */
    private void unreadable(State old, Map<String, Neuron> inForce, String problem) {
        if (!problem.equals(old.problem)) {
            LOG.warn(problem);
            state = new State(null, 0, inForce, problem);
        }
    }

    private State read(BasicFileAttributes attributes, State old) throws IOException {
        try {
            if (attributes.size() > MAX_BYTES) {
                throw new JsonParseException("longer than " + MAX_BYTES + " bytes");
            }
            Map<String, Neuron> neurons = neurons(Files.readString(file));
            long validators = neurons.values().stream().filter(Neuron::permit).count();
            LOG.info("{}: {} neurons, {} of them validators", file, neurons.size(), validators);
            return new State(attributes.lastModifiedTime(), attributes.size(), neurons, null);
        } catch (JsonParseException e) {
            String problem =
                    file + " is not a valid metagraph; the last valid content stays in force: " + e.getMessage();
            LOG.warn(problem);
            return new State(attributes.lastModifiedTime(), attributes.size(), old.neurons, problem);
        }
    }

    private static Map<String, Neuron> neurons(String json) {
        Snapshot snapshot = new Gson().fromJson(json, Snapshot.class);
        if (snapshot == null || snapshot.neurons == null) {
            throw new JsonParseException("neurons must be a list");
        }
        if (snapshot.neurons.size() > MAX_NEURONS) {
            throw new JsonParseException("neurons holds more than " + MAX_NEURONS + " entries");
        }
        Map<String, Neuron> neurons = new HashMap<>();
        for (int i = 0; i < snapshot.neurons.size(); i++) {
            String place = "neurons[" + i + "]";
            Row row = snapshot.neurons.get(i);
            if (row == null) {
                throw new JsonParseException(place + " must be an object");
            }
            try {
                Ss58.decode(required(place, "hotkey", row.hotkey));
            } catch (IllegalArgumentException e) {
                throw new JsonParseException(place + ": " + e.getMessage(), e);
            }
            neurons.put(
                    row.hotkey, new Neuron(required(place, "permit", row.permit), required(place, "stake", row.stake)));
        }
        return Map.copyOf(neurons);
    }

    private static <T> T required(String place, String name, T value) {
        if (value == null) {
            throw new JsonParseException(place + ": " + name + " is missing");
        }
        return value;
    }
}
