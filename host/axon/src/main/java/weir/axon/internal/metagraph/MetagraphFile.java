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
 * The operator's copy of the metagraph, a JSON file that is read again after a change:
 *
 * <pre>{@code {"neurons": [{"hotkey": "5C…", "permit": true, "stake": 5000}]}}</pre>
 *
 * <p>{@code hotkey} is an ss58 address, {@code permit} tells whether it has a validator permit, {@code stake} is its total stake, in
 * the unit of the operator's minimum stake. Other members are ignored. Without a file no hotkey is registered. If the file is
 * invalid or cannot be read, the problem is logged once, and the last valid content stays in force. The file is checked at most
 * once a second. Thread-safe.
 */
public final class MetagraphFile implements Metagraph {

    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFile.class);
    private static final long CHECK_INTERVAL_NS = 1_000_000_000L;
    private static final long MAX_FILE_BYTES = 16 << 20;
    private static final int MAX_NEURONS = 4096;

    private final Path file;
    private final LongSupplier nanoTime;
    private final AtomicLong lastCheckNs;
    private volatile State state = new State(null, 0, Map.of(), "not read yet");

    /** The neurons in force, the file's attributes when it was read, and the current problem or {@code null}. */
    private record State(FileTime modifiedTime, long sizeBytes, Map<String, Neuron> neurons, String problem) {}

    /** The file's JSON; a missing member is {@code null}. */
    private record MetagraphJson(List<NeuronJson> neurons) {}

    private record NeuronJson(String hotkey, Boolean permit, Double stake) {}

    /** @param nanoTime a monotonic clock, ns */
    public MetagraphFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.lastCheckNs = new AtomicLong(nanoTime.getAsLong());
        refresh();
    }

    @Override
    public Optional<Neuron> neuron(String hotkey) {
        refreshIfDue();
        return Optional.ofNullable(state.neurons.get(hotkey));
    }

    /** Returns why the file is not used, for the operator; empty if it is. */
    public Optional<String> problem() {
        refreshIfDue();
        return Optional.ofNullable(state.problem);
    }

    private void refreshIfDue() {
        long now = nanoTime.getAsLong();
        long last = lastCheckNs.get();
        if (now - last > CHECK_INTERVAL_NS && lastCheckNs.compareAndSet(last, now)) {
            refresh();
        }
    }

    private void refresh() {
        State old = state;
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (!now.lastModifiedTime().equals(old.modifiedTime) || now.size() != old.sizeBytes) {
                state = read(now, old);
            }
        } catch (NoSuchFileException e) {
            recordUnreadable(old, Map.of(), file + " does not exist: only hotkeys of the allow list are accepted");
        } catch (IOException e) {
            recordUnreadable(old, old.neurons, file + " cannot be read; the last valid content stays in force: " + e);
        }
    }

    /** Keeps no modification time, so that each check reads the file again: a change of permissions does not change that time. */
    private void recordUnreadable(State old, Map<String, Neuron> neurons, String problem) {
        if (!problem.equals(old.problem)) {
            LOG.warn(problem);
            state = new State(null, 0, neurons, problem);
        }
    }

    private State read(BasicFileAttributes attributes, State old) throws IOException {
        try {
            if (attributes.size() > MAX_FILE_BYTES) {
                throw new JsonParseException("longer than " + MAX_FILE_BYTES + " bytes");
            }
            Map<String, Neuron> neurons = parseNeurons(Files.readString(file));
            long validators =
                    neurons.values().stream().filter(Neuron::hasPermit).count();
            LOG.info("{}: {} neurons, {} of them validators", file, neurons.size(), validators);
            return new State(attributes.lastModifiedTime(), attributes.size(), neurons, null);
        } catch (JsonParseException e) {
            String problem =
                    file + " is not a valid metagraph; the last valid content stays in force: " + e.getMessage();
            LOG.warn(problem);
            return new State(attributes.lastModifiedTime(), attributes.size(), old.neurons, problem);
        }
    }

    private static Map<String, Neuron> parseNeurons(String json) {
        MetagraphJson snapshot = new Gson().fromJson(json, MetagraphJson.class);
        if (snapshot == null || snapshot.neurons == null) {
            throw new JsonParseException("neurons must be a list");
        }
        if (snapshot.neurons.size() > MAX_NEURONS) {
            throw new JsonParseException("neurons has more than " + MAX_NEURONS + " entries");
        }
        Map<String, Neuron> neurons = new HashMap<>();
        for (int i = 0; i < snapshot.neurons.size(); i++) {
            String element = "neurons[" + i + "]";
            NeuronJson row = snapshot.neurons.get(i);
            if (row == null) {
                throw new JsonParseException(element + " must be an object");
            }
            try {
                Ss58.decode(required(element, "hotkey", row.hotkey));
            } catch (IllegalArgumentException e) {
                throw new JsonParseException(element + ": " + e.getMessage(), e);
            }
            neurons.put(
                    row.hotkey,
                    new Neuron(required(element, "permit", row.permit), required(element, "stake", row.stake)));
        }
        return Map.copyOf(neurons);
    }

    private static <T> T required(String element, String name, T value) {
        if (value == null) {
            throw new JsonParseException(element + ": " + name + " is missing");
        }
        return value;
    }
}
