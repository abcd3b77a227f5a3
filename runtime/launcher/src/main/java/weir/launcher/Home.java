package weir.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weir.base.WeirException;
import weir.protocol.PublicKey;

/**
 * The user's directory with {@code plugins conf data logs}. A missing directory is filled once from the assembly; an existing one
 * belongs to the user and is never changed by an upgrade.
 *
 * @param folder the directory, absolute
 */
public record Home(Path folder) {

    /** Strategy JARs, watched by the host. */
    public Path plugins() {
        return folder.resolve("plugins");
    }

    /** Route files. */
    public Path routes() {
        return folder.resolve("conf/routes");
    }

    /** Snapshot of the subnet's metagraph. */
    public Path metagraph() {
        return folder.resolve("conf/metagraph.json");
    }

    /** State of the host. */
    public Path data() {
        return folder.resolve("data");
    }

    /** File with the token that authenticates commands; exists while the admin port is open. */
    public Path adminTokenFile() {
        return data().resolve("admin.token");
    }

    /** File with the number of the admin port; exists while the port is open. */
    public Path adminPortFile() {
        return data().resolve("admin.port");
    }

    /** The decision journal: one line for each query. */
    public Path decisions() {
        return data().resolve("decisions.jsonl");
    }

    /** Stored swaps. */
    public Path history() {
        return data().resolve("history");
    }

    /** Metadata of pools. */
    public Path pools() {
        return data().resolve("pools");
    }

    /** Records of played rounds. */
    public Path rounds() {
        return data().resolve("rounds");
    }

    /** Records of challenges, one file per route. */
    public Path challenges() {
        return data().resolve("challenges");
    }

    /** Scores of strategies. */
    public Path scores() {
        return data().resolve("scores.json");
    }

    /** Results of sweeps, so that an interrupted sweep can be resumed. */
    public Path sweeps() {
        return data().resolve("sweeps");
    }

    /** Log files. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /**
     * Creates the missing directories and fills them.
     *
     * @throws WeirException if that fails
     */
    public void fill(Assembly assembly) {
        try {
            for (Path path : List.of(folder, folder.resolve("conf"), data(), logs())) {
                Files.createDirectories(path);
            }
            copyIfMissing(assembly.plugins(), plugins());
            copyIfMissing(assembly.routes(), routes());
        } catch (IOException | UncheckedIOException e) {
            throw WeirException.failed(
                    "cannot fill the home directory " + folder,
                    "Make it writable, or name another with --home DIRECTORY.",
                    e);
        }
    }

    /** Writes a metagraph with these validators and no other neuron, for a host that this process queries. */
    public void writeMetagraph(Collection<PublicKey> validators) throws IOException {
        Files.writeString(
                metagraph(),
                validators.stream()
                        .map(key -> "{\"hotkey\": \"" + key.ss58() + "\", \"permit\": true, \"stake\": 1000000}")
                        .collect(Collectors.joining(", ", "{\"neurons\": [", "]}\n")));
    }

    /**
     * Locks the home until this process ends, so that two hosts never write the same state. The locked file contains the process id.
     *
     * @return the lock; held while it is reachable
     * @throws WeirException if another host has the lock, or the file cannot be locked
     */
    public FileLock lock() {
        Path file = lockFile();
        FileLock lock = null;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(
                        StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            }
        } catch (OverlappingFileLockException e) {
            // This process has the lock: reported below, like any other.
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot lock " + file, "Make it writable, or name another home with --home DIRECTORY.", e);
        }
        if (lock == null) {
            throw WeirException.failed(
                    "a host is running on the home " + folder,
                    "Stop it first, or name another home with --home DIRECTORY.");
        }
        return lock;
    }

    /** The process id of the host that locked the home last; it may have ended. Empty if there was none, or it wrote no id (Weir 0.2). */
    public Optional<Long> hostPid() {
        try {
            return Optional.of(Long.parseLong(Files.readString(lockFile()).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Path lockFile() {
        return data().resolve("host.lock");
    }

    /** Fills a temporary directory and renames it, so that a crash leaves no folder that is filled in part. */
    private static void copyIfMissing(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        Path temporary = Files.createTempDirectory(to.getParent(), "." + to.getFileName());
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, temporary.resolve(file.getFileName()));
            }
        }
        Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
