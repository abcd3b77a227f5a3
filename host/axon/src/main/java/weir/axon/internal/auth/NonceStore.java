package weir.axon.internal.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/**
 * Prevents replays after a restart or {@code kill -9}: keeps in a file, for each hotkey, a bound that no used nonce exceeds. A nonce
 * is its sender's clock in ns. The bounds of all hotkeys are written before the response is sent, and one second above the latest
 * nonces, so the file is written once per second at most.
 *
 * <p>The first line is {@code version 2}, each other line {@code hotkey bound}. Files of 0.2, which have no version line, are read,
 * too. Thread-safe.
 */
final class NonceStore {

    private static final Logger LOG = LoggerFactory.getLogger(NonceStore.class);
    private static final long WRITE_INTERVAL_NS = 1_000_000_000L;
    private static final String VERSION = "version 2";

    private final Path file;
    private final LongSupplier epochNanos;
    private final Map<String, Long> floorByHotkey;
    private final long commonFloor;
    /** Highest nonce that each hotkey used since the start. */
    private final Map<String, Long> latestByHotkey = new ConcurrentHashMap<>();
    /** The bounds in the file. The map is replaced, never modified. */
    private volatile Map<String, Long> boundByHotkey;

    /** {@code null} if the file is in order. */
    private volatile String problem;

    private boolean isFailing;
    private long lastTryNs;

    /** @param epochNanos the wall clock, ns since the epoch */
    NonceStore(Path file, LongSupplier epochNanos) {
        this.file = file;
        this.epochNanos = epochNanos;
        Map<String, Long> read = new HashMap<>();
        long floor = 0;
        try {
            read = read(file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} does not exist yet", file);
        } catch (IOException | RuntimeException e) {
            floor = epochNanos.getAsLong();
            problem = "the used nonces in " + file
                    + " cannot be read: requests that were signed before this start are rejected";
            LOG.warn("{} ({})", problem, e.toString());
        }
        floorByHotkey = Map.copyOf(read);
        commonFloor = floor;
        boundByHotkey = floorByHotkey;
    }

    private static Map<String, Long> read(Path file) throws IOException {
        Map<String, Long> read = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            if (!line.startsWith("version ")) {
                read.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            } else if (!line.equals(VERSION)) {
                throw new IOException("unknown format '" + line + "'");
            }
        }
        return read;
    }

    /** Returns the highest nonce of the hotkey that may have been used before the start. */
    long floor(String hotkey) {
        return Math.max(commonFloor, floorByHotkey.getOrDefault(hotkey, 0L));
    }

    /**
     * Ensures that the bound in the file is not below a used nonce. If the file cannot be written, logs and reports the problem, and
     * tries again with a later nonce, after one second at the earliest.
     */
    void recordUse(String hotkey, long nonce) {
        latestByHotkey.merge(hotkey, nonce, Math::max);
        if (!isWithinBound(hotkey, nonce)) {
            writeBounds(hotkey, nonce);
        }
    }

    private boolean isWithinBound(String hotkey, long nonce) {
        return nonce <= boundByHotkey.getOrDefault(hotkey, 0L);
    }

    private synchronized void writeBounds(String hotkey, long nonce) {
        if (isWithinBound(hotkey, nonce)) {
            return;
        }
        long now = epochNanos.getAsLong();
        if (isFailing && now - lastTryNs < WRITE_INTERVAL_NS) {
            return;
        }
        lastTryNs = now;
        long oldest = now - ReplayGuard.MAX_NONCE_AGE_NS;
        latestByHotkey.values().removeIf(latest -> latest < oldest);
        Map<String, Long> newBounds = new HashMap<>(boundByHotkey);
        latestByHotkey.forEach((key, latest) -> newBounds.put(key, latest + WRITE_INTERVAL_NS));
        newBounds.values().removeIf(bound -> bound < oldest);
        try {
            write(newBounds);
            boundByHotkey = newBounds;
            isFailing = false;
            problem = null;
        } catch (IOException e) {
            if (!isFailing) {
                LOG.warn(
                        "Cannot write {} ({}); until it can be written, requests could be replayed after a crash",
                        file,
                        e.toString());
            }
            isFailing = true;
            problem = "used nonces cannot be written to " + file;
        }
    }

    /** Returns why the file could not be read or written, for the operator; empty after the next successful write. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void write(Map<String, Long> newBounds) throws IOException {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        newBounds.forEach(
                (hotkey, bound) -> text.append(hotkey).append(' ').append(bound).append('\n'));
        AtomicFiles.write(file, text.toString());
    }
}
