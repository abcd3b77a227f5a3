package weir.axon.internal.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest nonce of each hotkey that may have been accepted, in a file that a {@code kill -9} at any instant leaves
 * whole (written beside, synced, renamed), so that a restart does not open the door to replays. A mark is written before
 * the answer goes out, a second ahead of the nonce and for all hotkeys at once, so any number of busy peers costs one write a
 * second. A line is {@code hotkey nonce}. Thread-safe.
 */
final class NonceMarks {

    private static final Logger LOG = LoggerFactory.getLogger(NonceMarks.class);
    private static final long AHEAD_NS = 1_000_000_000L;

    private final Path file;
    private final LongSupplier epochNanos;
    private final Map<String, Long> before;
    private final long beforeAll;
    /** Highest nonce accepted in this run. */
    private final Map<String, Long> latest = new ConcurrentHashMap<>();
    /** What is on the disk; never changed, only replaced. */
    private volatile Map<String, Long> marks;

    /** What is wrong with the file; {@code null} once it was written. */
    private volatile String fault;

    private boolean failing;
    private long triedAt;

    NonceMarks(Path file, LongSupplier epochNanos) {
        this.file = file;
        this.epochNanos = epochNanos;
        Map<String, Long> read = new HashMap<>();
        long floor = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                read.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no nonces yet in {}", file);
        } catch (IOException | RuntimeException e) {
            floor = epochNanos.getAsLong();
            fault = file + " of the spent nonces cannot be read: everything signed before this start is refused";
            LOG.warn("{} ({})", fault, e.toString());
        }
        before = Map.copyOf(read);
        beforeAll = floor;
        marks = before;
    }

    /** No nonce of the hotkey up to this one may be accepted any more, because an earlier run may have. */
    long floor(String hotkey) {
        return Math.max(beforeAll, before.getOrDefault(hotkey, 0L));
    }

    /** Makes durable that {@code nonce} is spent. A full disk does not stop the service; it is logged, shown and tried again. */
    void cover(String hotkey, long nonce) {
        latest.merge(hotkey, nonce, Math::max);
        if (!isCovered(hotkey, nonce)) {
            renew(hotkey, nonce);
        }
    }

    private boolean isCovered(String hotkey, long nonce) {
        return nonce <= marks.getOrDefault(hotkey, 0L);
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
        long stale = now - Nonces.LONGEST_WINDOW_NS;
        latest.values().removeIf(last -> last < stale);
        Map<String, Long> next = new HashMap<>(marks);
        latest.forEach((peer, last) -> next.put(peer, last + AHEAD_NS));
        next.values().removeIf(mark -> mark < stale);
        try {
            write(next);
            marks = next;
            failing = false;
            fault = null;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("{} cannot be written ({}): after a crash, requests could be replayed", file, e.toString());
            }
            failing = true;
            fault = "spent nonces cannot be written to disk";
        }
    }

    /** What is wrong with the file, for the operator: not read at the start and not written since, or not written. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    private void write(Map<String, Long> next) throws IOException {
        StringBuilder text = new StringBuilder();
        next.forEach(
                (hotkey, mark) -> text.append(hotkey).append(' ').append(mark).append('\n'));
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
