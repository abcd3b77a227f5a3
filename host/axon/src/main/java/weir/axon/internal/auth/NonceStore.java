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
 * Keeps a file with an upper bound of the nonces accepted for each hotkey, so that a restart, also after {@code kill -9}, does
 * not allow replays. The bound is written before the answer is sent, a second ahead of the nonce and for all hotkeys
 * together, so any number of busy clients costs one write per second.
 *
 * <p>The first line is {@code version 2}, each other line {@code hotkey nonce}. A file without a version, as 0.2 wrote it, is
 * read, too. Thread-safe.
 */
final class NonceStore {

    private static final Logger LOG = LoggerFactory.getLogger(NonceStore.class);
    private static final long AHEAD_NS = 1_000_000_000L;
    private static final String VERSION = "version 2";

    private final Path file;
    private final LongSupplier epochNanos;
    private final Map<String, Long> floors;
    private final long floorOfAll;
    /** Highest nonce accepted in this run. */
    private final Map<String, Long> latest = new ConcurrentHashMap<>();
    /** The bounds on disk; never changed, only replaced. */
    private volatile Map<String, Long> bounds;

    /** The problem with the file; {@code null} after it was written. */
    private volatile String problem;

    private boolean failing;
    private long triedAt;

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
        floors = Map.copyOf(read);
        floorOfAll = floor;
        bounds = floors;
    }

    private static Map<String, Long> read(Path file) throws IOException {
        Map<String, Long> read = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            if (!line.startsWith("version ")) {
                read.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            } else if (!line.equals(VERSION)) {
                throw new IOException("unknown format: " + line);
            }
        }
        return read;
    }

    /** Nonces of the hotkey at or below this one are rejected, because an earlier run may have accepted them. */
    long floor(String hotkey) {
        return Math.max(floorOfAll, floors.getOrDefault(hotkey, 0L));
    }

    /**
     * Makes durable that a nonce was used. If the file cannot be written, the service goes on; the problem is logged, reported
     * and the write is tried again.
     */
    void cover(String hotkey, long nonce) {
        latest.merge(hotkey, nonce, Math::max);
        if (!isCovered(hotkey, nonce)) {
            renew(hotkey, nonce);
        }
    }

    private boolean isCovered(String hotkey, long nonce) {
        return nonce <= bounds.getOrDefault(hotkey, 0L);
    }

    private synchronized void renew(String hotkey, long nonce) {
        if (isCovered(hotkey, nonce)) {
            return;
        }
        long now = epochNanos.getAsLong();
        if (failing && now - triedAt < AHEAD_NS) {
            return;
        }
        triedAt = now;
        long stale = now - ReplayGuard.LONGEST_WINDOW_NS;
        latest.values().removeIf(last -> last < stale);
        Map<String, Long> next = new HashMap<>(bounds);
        latest.forEach((client, last) -> next.put(client, last + AHEAD_NS));
        next.values().removeIf(bound -> bound < stale);
        try {
            write(next);
            bounds = next;
            failing = false;
            problem = null;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("cannot write {} ({}): after a crash, requests could be replayed", file, e.toString());
            }
            failing = true;
            problem = "used nonces cannot be written to " + file;
        }
    }

    /** The problem with the file, for the operator: it could not be read and was not written since, or not written. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void write(Map<String, Long> next) throws IOException {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        next.forEach(
                (hotkey, bound) -> text.append(hotkey).append(' ').append(bound).append('\n'));
        AtomicFiles.write(file, text.toString());
    }
}
