package weir.history.internal.frame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;

/** Frames of one kind in chain order, of which no two have a block in common. Immutable. */
public final class FrameIndex {

    private final List<Frame> frames;

    /** @throws HistoryException if two frames have a block in common */
    public FrameIndex(List<Frame> unordered) {
        frames = new ArrayList<>(unordered);
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

    /** Returns an index of the frames of one kind. */
    public static FrameIndex of(List<Frame> unordered, Frame.Kind kind) {
        return new FrameIndex(
                unordered.stream().filter(frame -> frame.kind() == kind).toList());
    }

    /** Returns all frames in chain order. */
    public List<Frame> frames() {
        return frames;
    }

    /** Returns an index of these frames and others. */
    public FrameIndex with(FrameIndex others) {
        List<Frame> all = new ArrayList<>(frames);
        all.addAll(others.frames);
        return new FrameIndex(all);
    }

    /** Returns the frames that overlap a range of blocks, in chain order. */
    public List<Frame> frames(BlockRange blocks) {
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

    /** Returns whether both have a block in common. */
    public boolean overlaps(FrameIndex others) {
        return others.frames.stream().anyMatch(frame -> !frames(frame.blocks()).isEmpty());
    }

    /** Returns the ranges of blocks that are complete, of the frames that overlap a range; adjacent ranges are joined. */
    public List<BlockRange> covered(BlockRange blocks) {
        List<BlockRange> covered = new ArrayList<>();
        for (Frame frame : frames(blocks)) {
            int last = covered.size() - 1;
            if (last >= 0 && covered.get(last).last() + 1 == frame.blocks().first()) {
                covered.set(
                        last,
                        new BlockRange(covered.get(last).first(), frame.blocks().last()));
            } else {
                covered.add(frame.blocks());
            }
        }
        return covered;
    }

    /** Returns the number of rows of all frames. */
    public long rows() {
        return frames.stream().mapToLong(Frame::rows).sum();
    }
}
