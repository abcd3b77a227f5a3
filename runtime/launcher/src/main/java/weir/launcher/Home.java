package weir.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weir.base.WeirException;
import weir.protocol.PublicKey;

/**
 * The user's folder: {@code plugins conf data logs}. A folder that is missing is filled once from the assembly; what is there
 * is the user's and is never touched again, whatever version comes later.
 *
 * @param folder the folder, absolute
 */
public record Home(Path folder) {

    /** Strategy JARs that the host watches. */
    public Path plugins() {
        return folder.resolve("plugins");
    }

    /** Route files. */
    public Path routes() {
        return folder.resolve("conf/routes");
    }

    /** Snapshot of the subnet: who may ask. */
    public Path metagraph() {
        return folder.resolve("conf/metagraph.json");
    }

    /** What the host keeps between runs. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Text that a command shows to be let in; there while a host takes commands. */
    public Path adminToken() {
        return data().resolve("admin.token");
    }

    /** Loopback port that the host takes commands on; there while it does. */
    public Path adminPort() {
        return data().resolve("admin.port");
    }

    /** The decision journal, a line for each query. */
    public Path decisions() {
        return data().resolve("decisions.jsonl");
    }

    /** Stored swaps. */
    public Path history() {
        return data().resolve("history");
    }

    /** What is known of pools besides their swaps. */
    public Path pools() {
        return data().resolve("pools");
    }

    /** Moving averages of scores, per pair and strategy. */
    public Path scores() {
        return data().resolve("scores.json");
    }

    /** Results of sweeps, so that the same one need not be played twice. */
    public Path sweeps() {
        return data().resolve("sweeps");
    }

    /** Log files. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Makes what is missing. */
    public void fill(Assembly assembly) {
        try {
            for (Path made : List.of(folder, folder.resolve("conf"), data(), logs())) {
                Files.createDirectories(made);
            }
            copyOnce(assembly.plugins(), plugins());
            copyOnce(assembly.routes(), routes());
        } catch (IOException | UncheckedIOException e) {
            throw WeirException.failed(
                    "the home folder " + folder + " cannot be filled",
                    "Make it writable, or name another with --home FOLDER.",
                    e);
        }
    }

    /**
     * Writes a snapshot of the subnet in which these are the validators, and nobody else is registered: for a host that we
     * ask ourselves.
     */
    public void admit(Collection<PublicKey> validators) throws IOException {
        Files.writeString(
                metagraph(),
                validators.stream()
                        .map(key -> "{\"hotkey\": \"" + key.ss58() + "\", \"permit\": true, \"stake\": 1000000}")
                        .collect(Collectors.joining(", ", "{\"neurons\": [", "]}\n")));
    }

    /**
     * Takes the home for this process until it ends, so that two hosts never write the same state.
     *
     * @return the lock; held while it is reachable
     */
    public FileLock lock() {
        Path file = data().resolve("host.lock");
        FileLock lock = null;
        try {
            lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
        } catch (OverlappingFileLockException e) {
            // Locked by this very process: the same answer as for any other.
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot lock " + file, "Make it writable, or name another home with --home FOLDER.", e);
        }
        if (lock == null) {
            throw WeirException.failed(
                    "a host is running on the home " + folder,
                    "Stop it first, or name another home with --home FOLDER.");
        }
        return lock;
    }

    /** Fills beside and renames, so that a crash half-way leaves nothing that looks like the user's own folder. */
    private static void copyOnce(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        Path beside = Files.createTempDirectory(to.getParent(), "." + to.getFileName());
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, beside.resolve(file.getFileName()));
            }
        }
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
