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
import weir.history.BulkLoad;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.internal.check.SwapValidator;

/** A load in a file that readers do not see; its name comes from the source, so that the same load finds it again. */
final class StagedBulkLoad implements BulkLoad {

    /** Frames between two forced writes: what a kill costs at most. */
    static final int COMMIT_EVERY = 8;

    private final PoolDirectory folder;
    private final SwapFile file;
    private final Path path;
    private final PoolSnapshot stored;
    private final SwapValidator rules;
    private final FrameWriter writer = new FrameWriter();
    private final List<Frame> frames;

    private StagedBulkLoad(PoolDirectory folder, Path path, SwapFile file) throws IOException {
        this.folder = folder;
        this.path = path;
        this.file = file;
        this.frames = new ArrayList<>(file.frames());
        this.rules = new SwapValidator(folder.pool());
        this.stored = folder.view();
    }

    static StagedBulkLoad open(PoolDirectory folder, String source) {
        Path path = folder.path().resolve("load-" + digest(source) + ".part");
        try {
            Files.createDirectories(folder.path());
            SwapFile file = Files.exists(path)
                    ? SwapFile.open(path, folder.pool(), true)
                    : SwapFile.create(path, folder.pool());
            try {
                if (!file.tryLock()) {
                    throw new HistoryException(
                            path.toString(), "this import is under way in another process", "Wait for it or stop it");
                }
                return new StagedBulkLoad(folder, path, file);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public long reached() {
        return frames.isEmpty()
                ? -1
                : frames.get(frames.size() - 1).header().blocks().last();
    }

    @Override
    public long rows() {
        return frames.stream().mapToLong(frame -> frame.header().rows()).sum();
    }

    @Override
    public void append(BlockRange blocks, SwapBatch swaps) {
        rules.check(blocks, swaps);
        PoolSnapshot known = blocks.first() <= reached() ? stored.with(frames) : stored;
        try {
            for (BlockSlice piece : BlockSlice.fresh(folder.pool(), known, blocks, swaps)) {
                frames.add(writer.write(file, piece, swaps));
                if (frames.size() % COMMIT_EVERY == 0) {
                    file.commit();
                }
            }
        } catch (IOException e) {
            throw failed(path, e);
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
            folder.publish(path, frames);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public void discard() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Keeps what was set aside, on disk, unless it was committed or discarded. */
    @Override
    public void close() {
        try (stored;
                file) {
            if (Files.exists(path)) {
                file.commit();
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static HistoryException failed(Path path, IOException e) {
        return new HistoryException(
                path.toString(), "writing failed: " + e, "Check space and permissions of the disk, then repeat", e);
    }

    private static String digest(String source) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
