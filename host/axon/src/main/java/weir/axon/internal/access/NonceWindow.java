package weir.axon.internal.access;

import java.util.TreeSet;

/**
 * Nonces that were spent: any order within a reach below the highest, each once, nothing below that. What is remembered is
 * bounded: what is forgotten first raises the floor under which nothing passes. Not thread-safe.
 */
final class NonceWindow {

    private final TreeSet<Long> spent = new TreeSet<>();
    private final long reach;
    private final int most;
    private long floor;

    /**
     * @param floor no nonce up to this one passes
     * @param reach ns below the highest nonce in which a later one may still come
     * @param most how many are remembered
     */
    NonceWindow(long floor, long reach, int most) {
        this.floor = floor;
        this.reach = reach;
        this.most = most;
    }

    /** Whether a nonce was spent or may have been. */
    boolean isSpent(long nonce) {
        return nonce <= floor || spent.contains(nonce);
    }

    /** Spends a nonce; {@code false} if it was spent before or may have been. */
    boolean spend(long nonce) {
        if (isSpent(nonce)) {
            return false;
        }
        spent.add(nonce);
        floor = Math.max(floor, spent.last() - reach);
        if (spent.size() > most) {
            floor = Math.max(floor, spent.first());
        }
        spent.headSet(floor, true).clear();
        return true;
    }

    /** The highest nonce that was spent, or the floor where none is remembered. */
    long highest() {
        return spent.isEmpty() ? floor : spent.last();
    }
}
