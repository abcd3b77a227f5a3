package weir.axon.internal.auth;

import java.util.TreeSet;

/**
 * The used nonces of one sender. It accepts each nonce once, in any order, if the nonce is at most a given distance below the
 * highest one. To bound the memory, the lowest nonces are dropped; nonces up to the highest dropped one (the floor) are
 * rejected. Not thread-safe.
 */
final class NonceWindow {

    private final TreeSet<Long> usedNonces = new TreeSet<>();
    private final long maxDistanceNs;
    private final int maxNonces;
    private long floor;

    /**
     * @param floor initial floor
     * @param maxDistanceNs how far a nonce may be below the highest one, in ns
     * @param maxNonces how many nonces are kept
     */
    NonceWindow(long floor, long maxDistanceNs, int maxNonces) {
        this.floor = floor;
        this.maxDistanceNs = maxDistanceNs;
        this.maxNonces = maxNonces;
    }

    /** Returns whether a nonce was used, or may have been used because it is not above the floor. */
    boolean isUsed(long nonce) {
        return nonce <= floor || usedNonces.contains(nonce);
    }

    /** Records a nonce; returns {@code false} if {@link #isUsed} was true. */
    boolean add(long nonce) {
        if (isUsed(nonce)) {
            return false;
        }
        usedNonces.add(nonce);
        floor = Math.max(floor, usedNonces.last() - maxDistanceNs);
        if (usedNonces.size() > maxNonces) {
            floor = Math.max(floor, usedNonces.first());
        }
        usedNonces.headSet(floor, true).clear();
        return true;
    }

    /** Returns the highest recorded nonce, or the floor if there is none. */
    long highestNonce() {
        return usedNonces.isEmpty() ? floor : usedNonces.last();
    }
}
