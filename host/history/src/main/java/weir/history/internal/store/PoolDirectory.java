package weir.history.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.internal.check.SwapValidator;

/**
 * The folder of one pool: numbered files that never change, and {@code live.swaps} that a follower of the chain appends
 * to. Each change of what readers see is one move of a file's mark or one rename. Writers take turns by a lock file, also
 * between processes; readers need no lock.
 */
final class PoolDirectory {

    /** Ending of the files that readers see. */
    static final String SWAPS = ".swaps";

    private static final String LIVE = "live" + SWAPS;

    /** A follower's frames are small; this many of them are written anew as few. */
    static final int TIDY_EVERY = 256;

    /** A live file of this many rows becomes a numbered one. */
    private static final long FULL = 1_000_000;

    private final Path folder;
    private final PoolKey pool;
    private final ReentrantLock turn = new ReentrantLock(true);

    PoolDirectory(Path folder, PoolKey pool) {
        this.folder = folder;
        this.pool = pool;
    }

    Path path() {
        return folder;
    }

    PoolKey pool() {
        return pool;
    }

    PoolSnapshot view() {
        return PoolSnapshot.open(folder, pool);
    }

    /** Adds what a follower learned; whole or not at all. */
    int append(BlockRange blocks, SwapBatch batch) {
        new SwapValidator(pool).check(blocks, batch);
        return exclusively(() -> {
            List<BlockSlice> pieces;
            try (PoolSnapshot view = view()) {
                pieces = BlockSlice.fresh(pool, view, blocks, batch);
            }
            if (pieces.isEmpty()) {
                return 0;
            }
            int frames = appendLive(pieces, batch);
            if (frames % TIDY_EVERY == 0) {
                tidy();
            }
            return pieces.stream().mapToInt(piece -> piece.to() - piece.from()).sum();
        });
    }

    /** Returns how many frames the live file has now. */
    private int appendLive(List<BlockSlice> pieces, SwapBatch batch) throws IOException {
        Path path = folder.resolve(LIVE);
        try (SwapFile live = Files.exists(path) ? SwapFile.open(path, pool, true) : SwapFile.create(path, pool)) {
            FrameWriter writer = new FrameWriter();
            for (BlockSlice piece : pieces) {
                writer.write(live, piece, batch);
            }
            live.commit();
            return live.frames().size();
        }
    }

    private void tidy() throws IOException {
        Path live = folder.resolve(LIVE);
        Path tidied = folder.resolve("tidy.part");
        long rows;
        try (SwapFile from = SwapFile.open(live, pool, false);
                SwapFile to = SwapFile.create(tidied, pool)) {
            rows = FrameMerger.merge(from, to);
        }
        move(tidied, live);
        if (rows >= FULL) {
            move(live, nextNumber());
        }
    }

    /** Makes a staged file part of the history, if nothing of it was stored meanwhile. */
    void publish(Path staged, List<Frame> frames) {
        exclusively(() -> {
            try (PoolSnapshot view = view()) {
                for (Frame frame : frames) {
                    BlockRange blocks = frame.header().blocks();
                    if (!view.frames(blocks).isEmpty()) {
                        throw new HistoryException(
                                "pool " + pool, "blocks " + blocks + " were stored meanwhile", "Run the import again");
                    }
                }
            }
            move(staged, nextNumber());
            return frames.size();
        });
    }

    private Path nextNumber() throws IOException {
        try (var names = Files.list(folder)) {
            int highest = names.map(name -> name.getFileName().toString())
                    .filter(name -> name.matches("\\d{8}" + SWAPS))
                    .mapToInt(name -> Integer.parseInt(name.substring(0, 8)))
                    .max()
                    .orElse(0);
            return folder.resolve(String.format("%08d" + SWAPS, highest + 1));
        }
    }

    private void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private interface Change<T> {
        T make() throws IOException;
    }

    private <T> T exclusively(Change<T> change) {
        turn.lock();
        try {
            Files.createDirectories(folder);
            try (DirectoryLock ignored = DirectoryLock.take(folder.resolve("lock"))) {
                return change.make();
            }
        } catch (IOException e) {
            throw new HistoryException(
                    folder.toString(),
                    "writing failed: " + e,
                    "Check space and permissions of the disk, then repeat",
                    e);
        } finally {
            turn.unlock();
        }
    }
}
