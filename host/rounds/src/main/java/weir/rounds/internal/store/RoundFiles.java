package weir.rounds.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import weir.base.AtomicFiles;
import weir.base.Sha256;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;

/**
 * The records of played rounds, one file per round: {@code <chain>-<pool>/<milliseconds of the start>-<hash of the id>.json}. A file is
 * replaced atomically, so a crash leaves its old or its new content, and a damaged file affects no other one. The oldest files of a pool
 * are deleted, and the pool that was idle longest if there are too many pools. Thread-safe, but only one thread may write at a time.
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
    private final Output output;
    /**
     * Files by pool and name, in the order of their start. Empty until the directory has been read. Its lock, that of this object, is not
     * held while a record is read or written: readers would wait for the disk, and starve while records are written without a pause.
     */
    private final Map<PoolKey, TreeSet<String>> files = new HashMap<>();

    private final Map<Path, String> problems = new TreeMap<>();
    private boolean isLoaded;

    /** Replaces a file atomically. */
    @FunctionalInterface
    interface Output {
        void write(Path file, String content) throws IOException;
    }

    /** @param retention how long records are kept */
    public RoundFiles(Path directory, Duration retention) {
        this(directory, retention, MAX_ROUNDS, AtomicFiles::write);
    }

    RoundFiles(Path directory, Duration retention, int maxRounds, Output output) {
        this.directory = directory;
        this.retention = retention;
        this.maxRounds = maxRounds;
        this.output = output;
    }

    /** Returns the record of a round; empty if there is none, or it is damaged. */
    public Optional<PlayedRound> find(RoundId id) {
        return findFile(id).flatMap(this::read);
    }

    private synchronized Optional<Path> findFile(RoundId id) {
        load();
        String suffix = suffix(id);
        // A round lasts minutes, so its file is one of the newest.
        return files.getOrDefault(id.pool(), new TreeSet<>()).descendingSet().stream()
                .filter(name -> name.endsWith(suffix))
                .findFirst()
                .map(name -> path(id.pool(), name));
    }

    /**
     * Writes or replaces the record of a round, and deletes the oldest records of its pool. If there are records of {@value #MAX_POOLS}
     * other pools, those of the pool with the oldest last round are deleted.
     *
     * @throws IOException if it cannot be written; the old record then remains
     */
    public void write(PlayedRound round) throws IOException {
        PoolKey pool = round.id().pool();
        makeRoomFor(pool);
        String name = name(round);
        Path file = path(pool, name);
        Files.createDirectories(file.getParent());
        output.write(file, RoundJson.write(round));
        add(pool, name, file);
    }

    private synchronized void makeRoomFor(PoolKey pool) {
        load();
        if (files.size() >= MAX_POOLS && !files.containsKey(pool)) {
            PoolKey idleLongest = Collections.min(
                    files.keySet(), Comparator.comparing(each -> files.get(each).last()));
            deleteWhile(idleLongest, names -> true);
        }
    }

    private synchronized void add(PoolKey pool, String name, Path file) {
        files.computeIfAbsent(pool, key -> new TreeSet<>()).add(name);
        problems.remove(file);
        deleteWhile(pool, names -> names.size() > maxRounds);
    }

    /** Returns the name of a pool's oldest record; empty if the pool has none. */
    public synchronized Optional<String> oldestName(PoolKey pool) {
        load();
        return Optional.ofNullable(files.get(pool)).map(TreeSet::first);
    }

    /** Returns the name of a record's file in the directory of its pool. An older round has a smaller name. */
    public static String name(PlayedRound round) {
        return prefix(round.start()) + suffix(round.id());
    }

    /** Deletes the records of all pools that are older than the retention. */
    public synchronized void deleteOld(Instant now) {
        load();
        String oldest = prefix(now.minus(retention));
        for (PoolKey pool : List.copyOf(files.keySet())) {
            deleteWhile(pool, names -> names.first().compareTo(oldest) < 0);
        }
    }

    /** Deletes the oldest records of a pool. One that cannot be deleted becomes a problem and stays until the next start. */
    private void deleteWhile(PoolKey pool, Predicate<TreeSet<String>> condition) {
        TreeSet<String> names = files.get(pool);
        while (!names.isEmpty() && condition.test(names)) {
            Path file = path(pool, names.pollFirst());
            problems.remove(file);
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                addProblem(file, "the old record " + file + " cannot be deleted (" + e + "); delete the file");
            }
        }
        if (names.isEmpty()) {
            files.remove(pool);
        }
    }

    /**
     * Returns the records since a time, newest first. Each file is read when the stream comes to it. A damaged record is left out and
     * becomes a problem.
     *
     * @param pool the pool; empty for all pools
     */
    public Stream<PlayedRound> newest(Optional<PoolKey> pool, Instant since) {
        return read(pool, since, Comparator.reverseOrder());
    }

    /** Returns all records as {@link #newest} does, oldest first. */
    public Stream<PlayedRound> oldest() {
        return oldest(Instant.EPOCH);
    }

    /** Returns the records of all pools since a time as {@link #newest} does, oldest first. */
    public Stream<PlayedRound> oldest(Instant since) {
        return read(Optional.empty(), since, Comparator.naturalOrder());
    }

    private Stream<PlayedRound> read(Optional<PoolKey> pool, Instant since, Comparator<String> order) {
        return paths(pool, prefix(since), order).stream().map(this::read).flatMap(Optional::stream);
    }

    private synchronized List<Path> paths(Optional<PoolKey> pool, String since, Comparator<String> order) {
        load();
        List<Path> paths = new ArrayList<>();
        files.forEach((key, names) -> {
            if (pool.isEmpty() || pool.get().equals(key)) {
                names.tailSet(since).forEach(name -> paths.add(path(key, name)));
            }
        });
        paths.sort(Comparator.comparing(path -> path.getFileName().toString(), order));
        return paths;
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
                    .forEach(name -> files.computeIfAbsent(key, absent -> new TreeSet<>())
                            .add(name)));
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

    private Path path(PoolKey pool, String name) {
        return directory.resolve(pool.chainId() + "-" + pool.address()).resolve(name);
    }

    private static String prefix(Instant start) {
        return String.format("%013d", start.toEpochMilli());
    }

    private static String suffix(RoundId id) {
        String text = id.validator().orElse("") + "\n" + id.job() + "\n" + id.round() + "\n" + id.type();
        return "-" + Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 24) + ".json";
    }
}
