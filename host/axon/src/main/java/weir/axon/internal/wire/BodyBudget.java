package weir.axon.internal.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for long bodies, over all connections. Short ones need none of it, the number of connections bounds those: so
 * whoever fills it keeps nobody's query out. Thread-safe, without a lock that connections share.
 */
public final class BodyBudget {

    /** Four times what a validator sends; up to here a body is short. */
    public static final int SHORT_BYTES = 16_384;

    private final AtomicLong left;

    /** @param bytes for all long bodies together */
    public BodyBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Bytes that nobody holds. */
    public long left() {
        return left.get();
    }

    /** A part for one body, which holds nothing yet. */
    public Share share() {
        return new Share();
    }

    /** What one body holds, until it is given back. */
    public final class Share {
        private int held;

        /** Makes the share as large as {@code bytes}; whether there was room for that. */
        public synchronized boolean cover(int bytes) {
            if (bytes <= SHORT_BYTES) {
                return true;
            }
            int more = bytes - held;
            if (left.getAndUpdate(now -> now < more ? now : now - more) < more) {
                return false;
            }
            held = bytes;
            return true;
        }

        /** Everything back; more than once is as good as once. */
        public synchronized void giveBack() {
            left.addAndGet(held);
            held = 0;
        }
    }
}
