package weir.axon.internal.access;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.protocol.Ss58;

/**
 * The metagraph as a JSON file, read again when it has changed:
 *
 * <pre>{@code {"neurons": [{"hotkey": "5C…", "permit": true, "stake": 5000}]}}</pre>
 *
 * <p>{@code hotkey} is an ss58 address, {@code permit} the validator permit, {@code stake} the total stake in the subnet's
 * units; other members are ignored. While there is no file nobody is registered; one that is faulty or cannot be read is
 * logged, once, and leaves the last good one in force. Looks at the file at most once a second. Thread-safe.
 */
final class MetagraphFile implements Metagraph {

    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFile.class);
    private static final long LOOK_AGAIN_NS = 1_000_000_000L;
    private static final long MAX_BYTES = 16 << 20;
    private static final int MAX_NEURONS = 4096;

    private final Path file;
    private final LongSupplier nanoTime;
    private final AtomicLong lastLook;
    private volatile State state = new State(null, 0, Map.of(), "not read yet");

    /** What was read: when the file was written, how long it was, and what is wrong with it, if anything. */
    private record State(FileTime written, long size, Map<String, Neuron> neurons, String fault) {}

    MetagraphFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.lastLook = new AtomicLong(nanoTime.getAsLong());
        look();
    }

    @Override
    public Optional<Neuron> neuron(String hotkey) {
        lookAgain();
        return Optional.ofNullable(state.neurons.get(hotkey));
    }

    /** What is wrong with the file, for the operator, whether or not anybody asks. */
    Optional<String> fault() {
        lookAgain();
        return Optional.ofNullable(state.fault);
    }

    private void lookAgain() {
        long now = nanoTime.getAsLong();
        long last = lastLook.get();
        if (now - last > LOOK_AGAIN_NS && lastLook.compareAndSet(last, now)) {
            look();
        }
    }

    private void look() {
        State old = state;
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.lastModifiedTime().equals(old.written) && now.size() == old.size) {
                return;
            }
            state = read(now, old);
        } catch (NoSuchFileException e) {
            unread(old, Map.of(), file + " is not there: nobody is registered but those of the allow list");
        } catch (IOException e) {
            unread(old, old.neurons, file + " cannot be read, the last good one stays in force: " + e);
        }
    }

    /** Without the time of a file, so that it is tried again at each look: access may be given without a change of it. */
    private void unread(State old, Map<String, Neuron> inForce, String fault) {
        if (!fault.equals(old.fault)) {
            LOG.warn(fault);
            state = new State(null, 0, inForce, fault);
        }
    }

    private State read(BasicFileAttributes attributes, State old) throws IOException {
        try {
            if (attributes.size() > MAX_BYTES) {
                throw new JsonParseException("longer than " + MAX_BYTES + " bytes");
            }
            Map<String, Neuron> neurons = neurons(Files.readString(file));
            LOG.info("{}: {} neurons, {} of them validators", file, neurons.size(), validators(neurons));
            return new State(attributes.lastModifiedTime(), attributes.size(), neurons, null);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            String fault = file + " is no metagraph, the last good one stays in force: " + e.getMessage();
            LOG.warn(fault);
            return new State(attributes.lastModifiedTime(), attributes.size(), old.neurons, fault);
        }
    }

    private static Map<String, Neuron> neurons(String json) {
        JsonElement list = JsonParser.parseString(json).getAsJsonObject().get("neurons");
        if (!(list instanceof JsonArray rows)) {
            throw new JsonParseException("neurons must be a list");
        }
        if (rows.size() > MAX_NEURONS) {
            throw new JsonParseException("neurons holds more than " + MAX_NEURONS + " entries");
        }
        Map<String, Neuron> neurons = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            try {
                JsonObject row = rows.get(i).getAsJsonObject();
                String hotkey = member(row, "hotkey").getAsString();
                Ss58.decode(hotkey);
                neurons.put(
                        hotkey,
                        new Neuron(
                                member(row, "permit").getAsBoolean(),
                                member(row, "stake").getAsDouble()));
            } catch (RuntimeException e) {
                throw new JsonParseException("neurons[" + i + "]: " + e.getMessage(), e);
            }
        }
        return Map.copyOf(neurons);
    }

    private static JsonElement member(JsonObject row, String name) {
        JsonElement member = row.get(name);
        if (member == null) {
            throw new JsonParseException(name + " is missing");
        }
        return member;
    }

    private static long validators(Map<String, Neuron> neurons) {
        return neurons.values().stream().filter(Neuron::permit).count();
    }
}
