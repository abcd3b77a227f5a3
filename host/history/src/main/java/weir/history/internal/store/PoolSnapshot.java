package weir.history.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.internal.frame.Frame;
import weir.history.internal.frame.Frame.Kind;
import weir.history.internal.frame.FrameIndex;
import weir.history.internal.frame.SwapFile;

/**
 * The {@linkplain Frame frames} (rows of a range of blocks) of a pool's files at one moment, in chain order. The files stay open, so
 * that later writes do not change the snapshot. The caller closes it.
 */
final class PoolSnapshot implements Closeable {

    /** How often opening all files is tried while writers rename them. */
    private static final int MAX_ATTEMPTS = 100;

    private final List<SwapFile> files;
    private final FrameIndex swaps;
    private final FrameIndex events;
    private final List<Path> replacedFiles;

    private PoolSnapshot(List<SwapFile> files, FrameIndex swaps, FrameIndex events, List<Path> replacedFiles) {
        this.files = files;
        this.swaps = swaps;
        this.events = events;
        this.replacedFiles = replacedFiles;
    }

    /** Opens the pool's files. A pool without a directory has no history. */
    static PoolSnapshot open(Path directory, PoolKey pool) {
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                TreeSet<Path> paths = swapFiles(directory);
                List<Path> replaced = new ArrayList<>();
                List<SwapFile> files = open(paths, pool, replaced);
                if (files.size() + replaced.size() == paths.size() && paths.equals(swapFiles(directory))) {
                    return read(files, replaced);
                }
                close(files);
            }
            throw new IOException("the files changed " + MAX_ATTEMPTS + " times while they were opened");
        } catch (IOException e) {
            throw HistoryException.unreadable(directory, e);
        }
    }

    /** Returns a snapshot of a pool without history. */
    static PoolSnapshot empty() {
        return new PoolSnapshot(List.of(), new FrameIndex(List.of()), new FrameIndex(List.of()), List.of());
    }

    /** Lists the files that writers have published. Other files, such as hidden ones, are ignored. */
    private static TreeSet<Path> swapFiles(Path directory) throws IOException {
        TreeSet<Path> paths = new TreeSet<>();
        try (DirectoryStream<Path> swapFiles = Files.newDirectoryStream(directory, PoolDirectory::isSwapFile)) {
            swapFiles.forEach(paths::add);
        } catch (NoSuchFileException e) {
            return paths;
        }
        return paths;
    }

    /**
     * Opens files, the newest first, and lists those that a newer one replaces: they may be damaged. If a writer renamed a file in the
     * meantime, the result is shorter, and the caller tries again.
     */
    private static List<SwapFile> open(TreeSet<Path> paths, PoolKey pool, List<Path> replaced) throws IOException {
        List<SwapFile> files = new ArrayList<>();
        long lastReplacedNumber = 0;
        try {
            for (Path path : paths.descendingSet()) {
                if (PoolDirectory.number(path) <= lastReplacedNumber) {
                    replaced.add(path);
                } else {
                    SwapFile file = SwapFile.open(path, pool, false);
                    files.add(file);
                    lastReplacedNumber = Math.max(lastReplacedNumber, file.lastReplacedNumber());
                }
            }
        } catch (NoSuchFileException e) {
            return files;
        } catch (IOException | RuntimeException e) {
            close(files);
            throw e;
        }
        return files;
    }

    /** Reads the headers of all frames. Closes the files if that fails. */
    private static PoolSnapshot read(List<SwapFile> files, List<Path> replaced) throws IOException {
        try {
            List<Frame> frames = new ArrayList<>();
            for (SwapFile file : files) {
                frames.addAll(file.frames());
            }
            return new PoolSnapshot(
                    files, FrameIndex.of(frames, Kind.SWAPS), FrameIndex.of(frames, Kind.EVENTS), replaced);
        } catch (IOException | RuntimeException e) {
            close(files);
            throw e;
        }
    }

    /** Returns the files whose swaps a later file contains, so that they can be deleted. */
    List<Path> replacedFiles() {
        return replacedFiles;
    }

    /** Returns the frames of swaps. */
    FrameIndex swaps() {
        return swaps;
    }

    /** Returns the frames of other events. */
    FrameIndex events() {
        return events;
    }

    /** Returns whether no block is stored. */
    boolean isEmpty() {
        return swaps.frames().isEmpty() && events.frames().isEmpty();
    }

    /** Returns the total size of the files in bytes. */
    long bytes() {
        return files.stream().mapToLong(SwapFile::committedBytes).sum();
    }

    @Override
    public void close() {
        close(files);
    }

    private static void close(List<SwapFile> files) {
        for (SwapFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                throw HistoryException.unreadable(file.path(), e);
            }
        }
    }
}
