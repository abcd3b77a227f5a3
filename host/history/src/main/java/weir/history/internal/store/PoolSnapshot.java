package weir.history.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;

/**
 * The {@linkplain Frame frames} (swaps of a range of blocks) of a pool's files at one moment, in chain order. The files stay open, so
 * that later writes do not change the snapshot. The caller closes it.
 */
final class PoolSnapshot implements Closeable {

    /** How often opening all files is tried while writers rename them. */
    private static final int MAX_ATTEMPTS = 100;

    private final List<SwapFile> files;
    private final List<Frame> frames;
    private final List<Path> replacedFiles;

    private PoolSnapshot(List<SwapFile> files, List<Frame> frames, List<Path> replacedFiles) {
        this.files = files;
        this.frames = frames;
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
                    return new PoolSnapshot(files, readFrames(files), replaced);
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
        return new PoolSnapshot(List.of(), List.of(), List.of());
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

    private static List<Frame> readFrames(List<SwapFile> files) throws IOException {
        try {
            List<Frame> frames = new ArrayList<>();
            for (SwapFile file : files) {
                frames.addAll(file.frames());
            }
            sortAndRequireDisjoint(frames);
            return frames;
        } catch (IOException | RuntimeException e) {
            close(files);
            throw e;
        }
    }

    private static void sortAndRequireDisjoint(List<Frame> frames) {
        frames.sort(Comparator.comparingLong(frame -> frame.blocks().first()));
        for (int i = 1; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            if (frame.blocks().overlaps(frames.get(i - 1).blocks())) {
                throw new HistoryException(
                        frame.place(),
                        "its blocks are also stored in " + frames.get(i - 1).place(),
                        "Probably a file was copied by hand: remove one of the two");
            }
        }
    }

    /** Returns a snapshot with the frames of this one and staged frames. */
    PoolSnapshot withStaged(List<Frame> staged) {
        List<Frame> allFrames = new ArrayList<>(frames);
        allFrames.addAll(staged);
        sortAndRequireDisjoint(allFrames);
        return new PoolSnapshot(List.of(), allFrames, List.of());
    }

    /** Returns the files whose swaps a later file contains, so that they can be deleted. */
    List<Path> replacedFiles() {
        return replacedFiles;
    }

    /** Returns all frames in chain order. */
    List<Frame> frames() {
        return frames;
    }

    /** Returns the frames that overlap a range of blocks, in chain order. */
    List<Frame> frames(BlockRange blocks) {
        int low = 0;
        int high = frames.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (frames.get(middle).blocks().last() < blocks.first()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = low;
        while (end < frames.size() && frames.get(end).blocks().first() <= blocks.last()) {
            end++;
        }
        return frames.subList(low, end);
    }

    /** Returns the ranges of blocks whose swaps are all stored, of the frames that overlap a range; adjacent ranges are joined. */
    List<BlockRange> covered(BlockRange blocks) {
        List<BlockRange> covered = new ArrayList<>();
        for (Frame frame : frames(blocks)) {
            BlockRange range = frame.blocks();
            int last = covered.size() - 1;
            if (last >= 0 && covered.get(last).last() + 1 == range.first()) {
                covered.set(last, new BlockRange(covered.get(last).first(), range.last()));
            } else {
                covered.add(range);
            }
        }
        return covered;
    }

    /** Returns the number of stored swaps. */
    long rows() {
        return frames.stream().mapToLong(Frame::rows).sum();
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
