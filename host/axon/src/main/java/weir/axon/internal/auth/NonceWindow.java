package weir.axon.internal.auth;

import java.util.TreeSet;

/**
 * Used nonces of one sender. A nonce is accepted once, in any order, if it lies within a given distance below the highest one.
 * The memory is bounded: nonces that are forgotten raise a floor, at or below which every nonce is rejected. Not thread-safe.
 */
final class NonceWindow {

    private final TreeSet<Long> used = new TreeSet<>();
    private final long reach;
    private final int maxNonces;
    private long floor;

    /**
     * @param floor nonces at or below it are rejected
     * @param reach distance in ns below the highest nonce within which nonces are still accepted
     * @param maxNonces how many are remembered
     */
    NonceWindow(long floor, long reach, int maxNonces) {
        this.floor = floor;
        this.reach = reach;
        this.maxNonces = maxNonces;
    }

    /** Whether a nonce was used, or may have been. */
    boolean isUsed(long nonce) {
        return nonce <= floor || used.contains(nonce);
    }

    /** Records a nonce; returns {@code false} if it was used before or may have been. */
    boolean use(long nonce) {
        if (isUsed(nonce)) {
            return false;
        }
        used.add(nonce);
        floor = Math.max(floor, used.last() - reach);
        if (used.size() > maxNonces) {
            floor = Math.max(floor, used.first());
        }
        used.headSet(floor, true).clear();
        return true;
    }

    /** The highest nonce recorded, or the floor if none is. */
    long highest() {
        return used.isEmpty() ? floor : used.last();
    }
}
