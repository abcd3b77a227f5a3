package weir.history.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapStore.BulkLoad;
import weir.history.internal.check.SwapValidator;

/** A bulk load into a file that readers do not see. Its name is a hash of the source, so that an interrupted load finds it again. */
final class StagedBulkLoad implements BulkLoad {

    /** Number of frames after which the file is committed; a crash loses at most as many. */
    static final int FRAMES_PER_COMMIT = 8;

    private final PoolDirectory directory;
    private final SwapFile file;
    private final Path path;
    private final boolean replace;
    private final PoolSnapshot stored;
    private final SwapValidator validator;
    private final FrameWriter writer;
    private final List<Frame> frames;
    private long rowsWithNewValues;

    private StagedBulkLoad(PoolDirectory directory, Path path, SwapFile file, boolean replace) throws IOException {
        this.directory = directory;
        this.path = path;
        this.file = file;
        this.frames = new ArrayList<>(file.frames());
        this.validator = new SwapValidator(directory.pool());
        this.replace = replace;
        this.writer = new FrameWriter(file);
        this.stored = replace ? PoolSnapshot.empty() : directory.snapshot();
    }

    /** @param replace whether {@link #commit} replaces the stored swaps of the staged blocks */
    static StagedBulkLoad open(PoolDirectory directory, String source, boolean replace) {
        String id = shortHash(replace ? "replace " + source : source);
        Path path = directory.path().resolve("load-" + id + ".part");
        // Under the lock: a replacement cancels the loads that were compared with the old history, and must find all of
        // them.
        return directory.withLock(stored -> open(directory, path, replace));
    }

    private static StagedBulkLoad open(PoolDirectory directory, Path path, boolean replace) {
        try {
            SwapFile file = Files.exists(path)
                    ? SwapFile.open(path, directory.pool(), true)
                    : SwapFile.create(path, directory.pool(), 0);
            try {
                if (!file.tryLock()) {
                    throw new HistoryException(
                            path.toString(), "another process runs this import", "Wait for it or stop it");
                }
                return new StagedBulkLoad(directory, path, file, replace);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw PoolDirectory.writeFailed(path, e);
        }
    }

    @Override
    public long lastBlock() {
        return frames.isEmpty() ? -1 : frames.get(frames.size() - 1).blocks().last();
    }

    @Override
    public long rows() {
        return frames.stream().mapToLong(Frame::rows).sum();
    }

    @Override
    public long rowsWithNewValues() {
        return rowsWithNewValues;
    }

    @Override
    public void append(BlockRange blocks, SwapBatch swaps) {
        validator.check(blocks, swaps);
        PoolSnapshot snapshot = blocks.first() <= lastBlock() ? stored.withStaged(frames) : stored;
        try {
            BlockSlice.Comparison comparison = BlockSlice.compare(directory.pool(), snapshot, blocks, swaps);
            rowsWithNewValues += comparison.rowsWithNewValues();
            for (BlockSlice slice : comparison.notStored()) {
                frames.add(writer.write(slice, swaps));
                if (frames.size() % FRAMES_PER_COMMIT == 0) {
                    file.commit();
                }
            }
        } catch (IOException e) {
            throw PoolDirectory.writeFailed(path, e);
        }
    }

    @Override
    public void commit() {
        if (frames.isEmpty()) {
            discard();
            return;
        }
        try {
            file.commit();
            if (replace) {
                directory.replace(new BlockRange(frames.get(0).blocks().first(), lastBlock()), frames);
                discard();
            } else {
                directory.publish(path, frames);
            }
        } catch (IOException e) {
            throw PoolDirectory.writeFailed(path, e);
        }
    }

    @Override
    public void discard() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw PoolDirectory.writeFailed(path, e);
        }
    }

    /** Commits the staged rows to the staging file, unless the load was committed or discarded. */
    @Override
    public void close() {
        try (stored;
                file) {
            if (Files.exists(path)) {
                file.commit();
            }
        } catch (IOException e) {
            throw PoolDirectory.writeFailed(path, e);
        }
    }

    private static String shortHash(String source) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
