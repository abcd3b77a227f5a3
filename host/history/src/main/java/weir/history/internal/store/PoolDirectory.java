package weir.history.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weir.base.AtomicFiles;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.internal.check.SwapValidator;

/**
 * The directory of one pool: numbered files, which never change, and {@code live.swaps}, to which {@link #append} adds new blocks.
 * Readers need no lock: a change becomes visible when the commit mark of a file moves or a file is renamed. Writers hold a
 * {@link DirectoryLock}.
 */
final class PoolDirectory {

    /** Extension of the files that readers see. */
    static final String EXTENSION = ".swaps";

    private static final String LIVE_FILE = "live" + EXTENSION;

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

    /** Appends the swaps of a range of blocks, atomically. Returns the number of new rows. */
    int append(BlockRange blocks, SwapBatch batch) {
        new SwapValidator(pool).check(blocks, batch);
        return withLock(() -> {
            List<BlockSlice> slices;
            try (PoolSnapshot snapshot = snapshot()) {
                slices = BlockSlice.missing(pool, snapshot, blocks, batch);
            }
            if (slices.isEmpty()) {
                return 0;
            }
            int frames = appendLive(slices, batch);
            if (frames % FRAMES_PER_COMPACTION == 0) {
                compact();
            }
            return slices.stream().mapToInt(BlockSlice::rows).sum();
        });
    }

    /** Appends to the live file, and returns the number of its frames. */
    private int appendLive(List<BlockSlice> slices, SwapBatch batch) throws IOException {
        Path live = path.resolve(LIVE_FILE);
        try (SwapFile file = Files.exists(live) ? SwapFile.open(live, pool, true) : SwapFile.create(live, pool)) {
            FrameWriter writer = new FrameWriter();
            for (BlockSlice slice : slices) {
                writer.write(file, slice, batch);
            }
            file.commit();
            return file.frames().size();
        }
    }

    private void compact() throws IOException {
        Path live = path.resolve(LIVE_FILE);
        Path compacted = path.resolve("tidy.part");
        long rows;
        try (SwapFile from = SwapFile.open(live, pool, false);
                SwapFile to = SwapFile.create(compacted, pool)) {
            rows = FrameMerger.merge(from, to);
        }
        AtomicFiles.move(compacted, live);
        if (rows >= MAX_LIVE_ROWS) {
            AtomicFiles.move(live, nextNumberedFile());
        }
    }

    /** Makes a staged file visible to readers. Throws if another process has stored some of its blocks in the meantime. */
    void publish(Path staged, List<Frame> frames) {
        withLock(() -> {
            try (PoolSnapshot snapshot = snapshot()) {
                for (Frame frame : frames) {
                    BlockRange blocks = frame.header().blocks();
                    if (!snapshot.frames(blocks).isEmpty()) {
                        throw new HistoryException(
                                "pool " + pool,
                                "another process stored blocks " + blocks + " during the import",
                                "Run the import again");
                    }
                }
            }
            AtomicFiles.move(staged, nextNumberedFile());
            return frames.size();
        });
    }

    private Path nextNumberedFile() throws IOException {
        try (var files = Files.list(path)) {
            int highest = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{8}" + EXTENSION))
                    .mapToInt(name -> Integer.parseInt(name.substring(0, 8)))
                    .max()
                    .orElse(0);
            return path.resolve(String.format("%08d" + EXTENSION, highest + 1));
        }
    }

    private interface WriteAction<T> {
        T run() throws IOException;
    }

    private <T> T withLock(WriteAction<T> action) {
        try {
            Files.createDirectories(path);
            try (DirectoryLock lock = DirectoryLock.acquire(path)) {
                return action.run();
            }
        } catch (IOException e) {
            throw writeFailed(path, e);
        }
    }

    static HistoryException writeFailed(Path file, IOException e) {
        return new HistoryException(
                file.toString(), "writing failed: " + e, "Check space and permissions of the disk, then repeat", e);
    }
}
