package weir.history.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weir.base.Sha256;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.SwapBatch;
import weir.history.SwapStore.BulkLoad;
import weir.history.internal.check.SwapValidator;
import weir.history.internal.frame.Frame;
import weir.history.internal.frame.FrameIndex;
import weir.history.internal.frame.SwapFile;

/** A bulk load into a file that readers do not see. Its name is a hash of the source, so that an interrupted load finds it again. */
final class StagedBulkLoad implements BulkLoad {

    /** Number of frames after which the file is committed; a crash loses them and those of one addition. */
    static final int FRAMES_PER_COMMIT = 8;

    private final PoolDirectory directory;
    private final SwapFile file;
    private final Path path;
    private final boolean replace;
    private final PoolSnapshot stored;
    private final SwapValidator validator;
    private final FrameWriter writer;
    private final List<Frame> frames;
    private int committedFrames;
    private long rowsWithNewValues;

    private StagedBulkLoad(PoolDirectory directory, Path path, SwapFile file, boolean replace) throws IOException {
        this.directory = directory;
        this.path = path;
        this.file = file;
        this.frames = new ArrayList<>(file.frames());
        this.committedFrames = frames.size();
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
        return frames.stream().mapToLong(frame -> frame.blocks().last()).max().orElse(-1);
    }

    @Override
    public long rows() {
        return FrameIndex.of(frames, Frame.Kind.SWAPS).rows();
    }

    @Override
    public long events() {
        return FrameIndex.of(frames, Frame.Kind.EVENTS).rows();
    }

    @Override
    public long rowsWithNewValues() {
        return rowsWithNewValues;
    }

    @Override
    public void append(BlockRange blocks, SwapBatch swaps) {
        append(new Addition(blocks, swaps, Optional.empty()));
    }

    @Override
    public void append(BlockRange blocks, SwapBatch swaps, List<PoolEvent> events) {
        append(new Addition(blocks, swaps, Optional.of(events)));
    }

    private void append(Addition addition) {
        addition.validate(validator);
        NewRows rows = findNewRows(addition);
        long position = file.writtenBytes();
        int before = frames.size();
        try {
            frames.addAll(writer.write(rows, addition));
            rowsWithNewValues += rows.rowsWithNewValues();
            // Only here: a committed part of an addition would be taken for all of it after a crash.
            if (frames.size() >= committedFrames + FRAMES_PER_COMMIT) {
                file.commit();
                committedFrames = frames.size();
            }
        } catch (IOException e) {
            file.rollBack(position);
            frames.subList(before, frames.size()).clear();
            throw PoolDirectory.writeFailed(path, e);
        }
    }

    private NewRows findNewRows(Addition addition) {
        FrameIndex swaps = stored.swaps();
        FrameIndex events = stored.events();
        if (addition.blocks().first() <= lastBlock()) {
            swaps = swaps.with(FrameIndex.of(frames, Frame.Kind.SWAPS));
            events = events.with(FrameIndex.of(frames, Frame.Kind.EVENTS));
        }
        return NewRows.find(directory.pool(), swaps, events, addition);
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
                long first = frames.stream()
                        .mapToLong(frame -> frame.blocks().first())
                        .min()
                        .getAsLong();
                directory.replace(new BlockRange(first, lastBlock()), Optional.of(file));
                discard();
            } else {
                directory.publish(file);
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
        return Sha256.of(source.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }
}
