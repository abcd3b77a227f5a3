package weir.history.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.internal.check.SwapValidator;
import weir.history.internal.frame.Frame;
import weir.history.internal.frame.FrameIndex;
import weir.history.internal.frame.SwapFile;

/**
 * The directory of one pool: numbered files, which never change, and {@code live.swaps}, to which {@link #append} adds new blocks.
 * Readers need no lock: a change becomes visible when the commit mark of a file moves or a file is renamed. Swaps are removed or
 * replaced by a new file that states the highest number of the files it replaces; these are ignored from then on, and deleted.
 * Writers hold a {@link DirectoryLock}.
 */
final class PoolDirectory {

    private static final String EXTENSION = ".swaps";
    private static final String LIVE_FILE = "live" + EXTENSION;
    private static final Pattern NUMBERED_FILE = Pattern.compile("(\\d{8})\\.swaps");

    /** The live file is rewritten with larger frames each time this many frames were appended, because those are small. */
    static final int FRAMES_PER_COMPACTION = 256;

    /** A live file with this many rows becomes a numbered file. */
    private static final long MAX_LIVE_ROWS = 1_000_000;

    private final Path path;
    private final PoolKey pool;

    PoolDirectory(Path path, PoolKey pool) {
        this.path = path;
        this.pool = pool;
    }

    Path path() {
        return path;
    }

    PoolKey pool() {
        return pool;
    }

    PoolSnapshot snapshot() {
        return PoolSnapshot.open(path, pool);
    }

    /** Returns whether a file has the name of a published file. */
    static boolean isSwapFile(Path file) {
        return number(file) > 0;
    }

    /** Returns the number of a published file: for the live file, one that is above all others; 0 for another file. */
    static long number(Path file) {
        String name = file.getFileName().toString();
        if (name.equals(LIVE_FILE)) {
            return Long.MAX_VALUE;
        }
        return NUMBERED_FILE.matcher(name).matches() ? Long.parseLong(name.substring(0, 8)) : 0;
    }

    /** Adds rows, atomically. Returns the number of new ones. */
    int append(Addition addition) {
        addition.validate(new SwapValidator(pool));
        return withLock(stored -> {
            NewRows rows = NewRows.find(pool, stored.swaps(), stored.events(), addition);
            if (!rows.isEmpty() && appendLive(rows, addition)) {
                compact();
            }
            return rows.count();
        });
    }

    /** Appends to the live file, and returns whether it should be compacted. */
    private boolean appendLive(NewRows rows, Addition addition) throws IOException {
        Path live = path.resolve(LIVE_FILE);
        try (SwapFile file = Files.exists(live) ? SwapFile.open(live, pool, true) : SwapFile.create(live, pool, 0)) {
            int before = file.frames().size();
            int added = new FrameWriter(file).write(rows, addition).size();
            file.commit();
            return before / FRAMES_PER_COMPACTION != (before + added) / FRAMES_PER_COMPACTION;
        }
    }

    private void compact() throws IOException {
        Path live = path.resolve(LIVE_FILE);
        Path compacted = path.resolve("compact.part");
        long rows;
        try (SwapFile liveFile = SwapFile.open(live, pool, false);
                SwapFile compactedFile = SwapFile.create(compacted, pool, 0)) {
            List<Frame> frames = liveFile.frames();
            new FrameWriter(compactedFile)
                    .copy(FrameIndex.of(frames, Frame.Kind.SWAPS), FrameIndex.of(frames, Frame.Kind.EVENTS), null);
            compactedFile.commit();
            rows = frames.stream().mapToLong(Frame::rows).sum();
        }
        AtomicFiles.move(compacted, live);
        if (rows >= MAX_LIVE_ROWS) {
            AtomicFiles.move(live, numberedFile(highestNumber() + 1));
        }
    }

    /**
     * Rewrites all files into one with the number 1, whose bytes depend on the rows and covered blocks alone. Until its last rename it has a
     * higher number and replaces the others as in {@link #replace}, so a crash leaves the old or the new file.
     */
    void compactAll() {
        withLock(stored -> {
            Path live = path.resolve(LIVE_FILE);
            long number = highestNumber() + 1;
            if (number == 2 && Files.exists(numberedFile(1)) && !Files.exists(live)) {
                return null;
            }
            if (Files.exists(live)) {
                AtomicFiles.move(live, numberedFile(number++));
            }
            Path packed = path.resolve("pack.part");
            try (SwapFile file = SwapFile.create(packed, pool, number - 1)) {
                new FramePacker(new FrameWriter(file)).pack(stored.swaps(), stored.events());
                file.commit();
            }
            AtomicFiles.move(packed, numberedFile(number));
            try (PoolSnapshot changedSnapshot = snapshot()) {
                deleteReplacedFiles(changedSnapshot);
            }
            try (SwapFile file = SwapFile.open(numberedFile(number), pool, true)) {
                file.forgetReplacedFiles();
            }
            AtomicFiles.move(numberedFile(number), numberedFile(1));
            return null;
        });
    }

    /** Makes a staged file visible to readers. Throws if another process has changed the history in the meantime. */
    void publish(SwapFile staged) {
        withLock(stored -> {
            List<Frame> frames = staged.frames();
            boolean hasOverlap = stored.swaps().overlaps(FrameIndex.of(frames, Frame.Kind.SWAPS))
                    || stored.events().overlaps(FrameIndex.of(frames, Frame.Kind.EVENTS));
            if (hasOverlap || !Files.exists(staged.path())) {
                throw new HistoryException(
                        "pool " + pool,
                        "another process changed the stored blocks during the import",
                        "Run the import again");
            }
            AtomicFiles.move(staged.path(), numberedFile(highestNumber() + 1));
            return frames.size();
        });
    }

    /**
     * Replaces all rows in a range of blocks by those of a staged file, atomically: after a crash, the history is the old or the new one.
     * Cancels loads, because they were compared with the old history. Loads open under the same lock, so none opens in the meantime.
     *
     * @param staged the staged file, whose rows lie within the range; empty to remove the range from the history
     * @return number of removed swaps
     */
    long replace(BlockRange blocks, Optional<SwapFile> staged) {
        return withLock(stored -> {
            deleteLoads(staged.map(SwapFile::path));
            Path live = path.resolve(LIVE_FILE);
            long number = highestNumber() + 1;
            if (Files.exists(live)) {
                AtomicFiles.move(live, numberedFile(number++));
            }
            Path replacement = path.resolve("replace.part");
            long kept;
            try (SwapFile file = SwapFile.create(replacement, pool, number - 1)) {
                FrameWriter writer = new FrameWriter(file);
                kept = writer.copy(stored.swaps(), stored.events(), blocks);
                if (staged.isPresent()) {
                    List<Frame> frames = staged.get().frames();
                    writer.copy(
                            FrameIndex.of(frames, Frame.Kind.SWAPS), FrameIndex.of(frames, Frame.Kind.EVENTS), null);
                }
                file.commit();
            }
            AtomicFiles.move(replacement, numberedFile(number));
            try (PoolSnapshot changedSnapshot = snapshot()) {
                deleteReplacedFiles(changedSnapshot);
                if (changedSnapshot.isEmpty()) {
                    Files.delete(numberedFile(number));
                }
            }
            return stored.swaps().rows() - kept;
        });
    }

    private void deleteLoads(Optional<Path> except) throws IOException {
        try (DirectoryStream<Path> loads = Files.newDirectoryStream(path, "load-*.part")) {
            for (Path load : loads) {
                if (!Optional.of(load).equals(except)) {
                    Files.delete(load);
                }
            }
        }
    }

    private void deleteReplacedFiles(PoolSnapshot snapshot) throws IOException {
        List<Path> replaced = snapshot.replacedFiles();
        for (Path file : replaced) {
            Files.deleteIfExists(file);
        }
        if (!replaced.isEmpty()) {
            AtomicFiles.force(path);
        }
    }

    /** Returns the highest number of a file; at least 1, because only {@link #compactAll} writes the file with this number. */
    private long highestNumber() throws IOException {
        try (var files = Files.list(path)) {
            return files.mapToLong(PoolDirectory::number)
                    .filter(number -> number < Long.MAX_VALUE)
                    .reduce(1, Math::max);
        }
    }

    private Path numberedFile(long number) {
        return path.resolve(String.format("%08d" + EXTENSION, number));
    }

    /** An action of a writer, with the stored history. */
    interface WriteAction<T> {
        T run(PoolSnapshot stored) throws IOException;
    }

    /** Runs an action while no other writer changes the history. */
    <T> T withLock(WriteAction<T> action) {
        try {
            Files.createDirectories(path);
            try (DirectoryLock lock = DirectoryLock.acquire(path);
                    PoolSnapshot stored = snapshot()) {
                deleteReplacedFiles(stored);
                return action.run(stored);
            }
        } catch (IOException e) {
            throw writeFailed(path, e);
        }
    }

    static HistoryException writeFailed(Path file, IOException e) {
        return new HistoryException(
                file.toString(),
                "writing failed: " + WeirException.describe(e),
                "Check space and permissions of the disk, then repeat",
                e);
    }
}
