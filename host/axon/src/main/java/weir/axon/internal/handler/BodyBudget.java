package weir.axon.internal.handler;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for long bodies over all connections. Short bodies need none of it (the number of connections bounds those), so a
 * client that uses up the budget does not block ordinary queries. Thread-safe, lock-free.
 */
public final class BodyBudget {

    /** Four times what a validator sends; bodies up to this length need no budget. */
    public static final int SHORT_BYTES = 16_384;

    private final AtomicLong available;

    /** @param bytes for all long bodies together */
    public BodyBudget(long bytes) {
        available = new AtomicLong(bytes);
    }

    /** Bytes that are not reserved. */
    public long available() {
        return available.get();
    }

    /** A reservation for one body, empty at first. */
    public Reservation reservation() {
        return new Reservation();
    }

    /** The bytes reserved for one body, until they are released. */
    public final class Reservation {
        private int held;

        /** Extends the reservation to {@code bytes}; returns {@code false}, unchanged, if the budget is used up. */
        public synchronized boolean extendTo(int bytes) {
            if (bytes <= SHORT_BYTES) {
                return true;
            }
            int more = bytes - held;
            if (available.getAndUpdate(now -> now < more ? now : now - more) < more) {
                return false;
            }
            held = bytes;
            return true;
        }

        /** Releases everything; further calls have no effect. */
        public synchronized void release() {
            available.addAndGet(held);
            held = 0;
        }
    }
}
