package weir.rounds.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import weir.base.AtomicFiles;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;

/**
 * The records of played rounds, one file per round: {@code <chain>-<pool>/<milliseconds of the start>-<hash of the id>.json}. A file is
 * replaced atomically, so a crash leaves its old or its new content, and a damaged file affects no other one. The oldest files are
 * deleted. Thread-safe.
 */
public final class RoundFiles {

    /** Maximum number of rounds per pool; a validator plays about 90 a day. */
    public static final int MAX_ROUNDS = 5_000;

    /** Maximum number of pools, because a query may name any pool. */
    static final int MAX_POOLS = 100;

    private static final int MAX_PROBLEMS = 20;

    private final Path directory;
    private final Duration retention;
    private final int maxRounds;
    /** Files by pool and name, in the order of their start. Empty until the directory has been read. */
    private final Map<PoolKey, TreeSet<String>> files = new HashMap<>();

    private final Map<Path, String> problems = new TreeMap<>();
    private boolean isLoaded;

    /** @param retention how long records are kept */
    public RoundFiles(Path directory, Duration retention) {
        this(directory, retention, MAX_ROUNDS);
    }

    RoundFiles(Path directory, Duration retention, int maxRounds) {
        this.directory = directory;
        this.retention = retention;
        this.maxRounds = maxRounds;
    }

    /** Returns the record of a round; empty if there is none, or it is damaged. */
    public synchronized Optional<PlayedRound> find(RoundId id) {
        load();
        String suffix = suffix(id);
        // A round lasts minutes, so its file is one of the newest.
        for (String name : files.getOrDefault(id.pool(), new TreeSet<>()).descendingSet()) {
            if (name.endsWith(suffix)) {
                return read(path(id.pool(), name));
            }
        }
        return Optional.empty();
    }

    /**
     * Writes or replaces the record of a round, and deletes the oldest records of its pool.
     *
     * @throws IOException if it cannot be written; the old record then remains. Also if there are records of {@value #MAX_POOLS} other
     *     pools
     */
    public synchronized void write(PlayedRound round) throws IOException {
        load();
        if (files.size() >= MAX_POOLS && !files.containsKey(round.id().pool())) {
            throw new IOException("there are records of " + MAX_POOLS + " pools");
        }
        String name = String.format("%013d", round.start().toEpochMilli()) + suffix(round.id());
        Path file = path(round.id().pool(), name);
        Files.createDirectories(file.getParent());
        AtomicFiles.write(file, RoundJson.write(round));
        TreeSet<String> names = namesOf(round.id().pool());
        names.add(name);
        problems.remove(file);
        String oldest = String.format("%013d", round.start().minus(retention).toEpochMilli());
        while (names.size() > maxRounds || names.first().compareTo(oldest) < 0) {
            Files.deleteIfExists(path(round.id().pool(), names.pollFirst()));
        }
    }

    /** Returns the newest records that a filter accepts, newest first. A damaged record is left out and becomes a problem. */
    public List<PlayedRound> newest(Optional<PoolKey> pool, int limit, Predicate<PlayedRound> filter) {
        List<PlayedRound> rounds = new ArrayList<>();
        for (Path file : newestFiles(pool)) {
            if (rounds.size() >= limit) {
                break;
            }
            read(file).filter(filter).ifPresent(rounds::add);
        }
        return rounds;
    }

    private synchronized List<Path> newestFiles(Optional<PoolKey> pool) {
        load();
        record Named(String name, Path file) {}
        List<Named> named = new ArrayList<>();
        files.forEach((key, names) -> {
            if (pool.isEmpty() || pool.get().equals(key)) {
                names.forEach(name -> named.add(new Named(name, path(key, name))));
            }
        });
        return named.stream()
                .sorted((first, second) -> second.name.compareTo(first.name))
                .map(Named::file)
                .toList();
    }

    /** Returns the problems that the operator must solve, with their remedies. */
    public synchronized List<String> problems() {
        return List.copyOf(problems.values());
    }

    private Optional<PlayedRound> read(Path file) {
        try {
            return Optional.of(RoundJson.read(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Deleted since, because it was the oldest.
        } catch (RoundJson.NewerFormatException e) {
            addProblem(
                    file,
                    "the record " + file + " is not used: " + e.getMessage() + "; update Weir, or delete the file");
        } catch (IOException | RuntimeException e) {
            addProblem(file, "the record " + file + " cannot be read (" + e + "); delete the file");
        }
        return Optional.empty();
    }

    private synchronized void addProblem(Path file, String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.put(file, problem);
        }
    }

    private void load() {
        if (isLoaded) {
            return;
        }
        isLoaded = true;
        for (Path pool : list(directory)) {
            poolOf(pool).ifPresent(key -> list(pool).stream()
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .forEach(name -> namesOf(key).add(name)));
        }
    }

    private List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            addProblem(folder, "the directory " + folder + " cannot be read (" + e + "); correct its permissions");
            return List.of();
        }
    }

    private static Optional<PoolKey> poolOf(Path folder) {
        String[] parts = folder.getFileName().toString().split("-", 2);
        try {
            return Optional.of(new PoolKey(Long.parseLong(parts[0]), parts[parts.length - 1]));
        } catch (RuntimeException e) {
            return Optional.empty(); // Not a directory of this store.
        }
    }

    private TreeSet<String> namesOf(PoolKey pool) {
        return files.computeIfAbsent(pool, key -> new TreeSet<>());
    }

    private Path path(PoolKey pool, String name) {
        return directory.resolve(pool.chainId() + "-" + pool.address()).resolve(name);
    }

    private static String suffix(RoundId id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((id.validator().orElse("") + "\n" + id.job() + "\n" + id.round() + "\n" + id.type())
                            .getBytes(StandardCharsets.UTF_8));
            return "-" + HexFormat.of().formatHex(hash, 0, 12) + ".json";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
