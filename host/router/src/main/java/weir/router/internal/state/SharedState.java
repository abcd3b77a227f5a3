package weir.router.internal.state;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Version;
import weir.base.AtomicFiles;
import weir.router.internal.config.RouteProblems;
import weir.strategy.StatefulStrategy;

/**
 * The state of one strategy on one route, with its file and its owner.
 *
 * <p>At most one instance <i>owns</i> the state: the last one that has restored it, or that began without any. The <i>current</i>
 * instance is the last one that the route has selected; it does not own the state if it could not restore it. The file is {@code
 * <route>~<strategy>.json}; it is replaced atomically, so after {@code kill -9} it has the old or the new state. Thread-safe.
 */
public class SharedState {

    private static final int FORMAT_VERSION = 1;
    /** Length of the longest valid file: the state in Base64, and the other fields. */
    private static final long MAX_FILE_BYTES = StatefulStrategy.MAX_STATE_BYTES * 4L / 3 + 4_096;
    /** Longest wait for an earlier access to the file. */
    private static final long FILE_LOCK_SECONDS = 5;

    private final String route;
    private final String strategy;
    private final Path file;
    /** File of the route's strategy before each strategy had its own. It is read only. */
    private final Path earlierFile;

    private final RouteProblems problems;
    private final AtomicLong saveCount = new AtomicLong();
    private final ReentrantLock fileLock = new ReentrantLock();
    private volatile long storedNumber;
    private Member owner;
    private Member current;

    /** An instance of the strategy. Its {@code toString} is its name in messages. */
    public interface Member {
        /** Whether its stop has begun. Does not become {@code false} again. */
        boolean isStopped();
    }

    private record FileContent(int format, String strategy, String version, String savedAt, String state) {}

    public SharedState(Path directory, String route, String strategy, RouteProblems problems) {
        this.route = route;
        this.strategy = strategy;
        this.file = directory.resolve(route + "~" + strategy + ".json");
        this.earlierFile = directory.resolve(route + ".json");
        this.problems = problems;
    }

    public synchronized Optional<Member> owner() {
        return Optional.ofNullable(owner);
    }

    public synchronized boolean isOwner(Member instance) {
        return owner == instance;
    }

    public synchronized boolean isCurrent(Member instance) {
        return current == instance;
    }

    /**
     * Makes an instance the current one. It becomes the owner unless there is a problem. An instance that stops changes nothing: the
     * owner keeps the state.
     *
     * @param seenOwner the owner when the instance asked for the state. If it has stopped since, the instance asks again
     * @param problem why the instance could not restore the state, a clause; empty if it has, or if there is no state
     */
    public synchronized void setCurrent(Member instance, Optional<Member> seenOwner, Optional<String> problem) {
        if (instance.isStopped()) {
            current = null;
            return;
        }
        boolean hasOwnerStopped = problem.isPresent() && seenOwner.isPresent() && owner == null;
        current = hasOwnerStopped ? null : instance;
        if (problem.isEmpty()) {
            owner = instance;
        }
        setProblem(
                "state of " + strategy,
                problem.map(cause -> instance + " has started without its earlier state, because " + cause
                        + "; the earlier state is kept, and the new one is not stored: correct the strategy or the"
                        + " disk, or delete the state's file in data/state to go on with the new state"));
    }

    /**
     * Forgets an instance that has stopped. A reference to it would keep its class loader.
     *
     * @param isStored whether it owned the state and has stored it. An instance that runs without the state then gets it
     */
    public synchronized void forget(Member stopped, boolean isStored) {
        if (current == stopped) {
            setProblem("state of " + strategy, Optional.empty());
        }
        if (current == stopped || isStored && owner == stopped) {
            current = null;
        }
        if (owner == stopped) {
            owner = null;
        }
    }

    /** Returns the number of the next save. A state is not stored after one with a higher number. */
    public long nextSaveNumber() {
        return saveCount.incrementAndGet();
    }

    /**
     * Reads the stored state; empty if there is none.
     *
     * @throws IOException if the file cannot be read or is not valid
     */
    public Optional<byte[]> read() throws IOException {
        lockFile();
        try {
            return Files.exists(file) ? read(file) : Files.exists(earlierFile) ? read(earlierFile) : Optional.empty();
        } finally {
            fileLock.unlock();
        }
    }

    /**
     * Replaces the stored state, unless a later save is stored.
     *
     * @param mayReplace whether a stored state is replaced; otherwise it is kept. A save that may not replace another one counts
     *     as earlier than all that may
     * @return whether this state or a later one is stored now
     */
    public boolean write(long saveNumber, Version version, byte[] state, boolean mayReplace) throws IOException {
        lockFile();
        try {
            if (!mayReplace && (Files.exists(file) || read().isPresent())) {
                return false;
            }
            if (saveNumber > storedNumber) {
                Files.createDirectories(file.getParent());
                FileContent content = new FileContent(
                        FORMAT_VERSION,
                        strategy,
                        version.toString(),
                        Instant.now().toString(),
                        Base64.getEncoder().encodeToString(state));
                AtomicFiles.write(file, new Gson().toJson(content) + "\n");
                storedNumber = mayReplace ? saveNumber : storedNumber;
            }
            setProblem("stored state of " + strategy, Optional.empty());
            return true;
        } finally {
            fileLock.unlock();
        }
    }

    /** Reports that a save was not stored. The next state that is stored clears the problem, also one that is stored late. */
    public void reportNotStored(long saveNumber, String problem) {
        setProblem("stored state of " + strategy, Optional.of(problem));
        if (storedNumber >= saveNumber) {
            setProblem("stored state of " + strategy, Optional.empty());
        }
    }

    private void setProblem(String source, Optional<String> problem) {
        problems.set(route, source, problem.map(text -> "route " + route + ": " + text));
    }

    private void lockFile() throws IOException {
        try {
            if (!fileLock.tryLock(FILE_LOCK_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("an earlier access to " + file + " has not ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another thread used " + file, e);
        }
    }

    private Optional<byte[]> read(Path existing) throws IOException {
        if (!Files.isRegularFile(existing) || Files.size(existing) > MAX_FILE_BYTES) {
            throw new IOException(existing + " is not a state file");
        }
        try {
            FileContent content = new Gson().fromJson(Files.readString(existing), FileContent.class);
            if (content.format() != FORMAT_VERSION) {
                throw new IOException(
                        "the format of " + existing + " is " + content.format() + ", not " + FORMAT_VERSION);
            }
            return strategy.equals(content.strategy())
                    ? Optional.of(Base64.getDecoder().decode(content.state()))
                    : Optional.empty();
        } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
            throw new IOException(existing + " is damaged (" + e + ")", e);
        }
    }
}
