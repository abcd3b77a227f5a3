package weir.axon.internal.handler;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory that the long bodies of all connections use. Short bodies are not counted, because the limit of connections
 * bounds their memory; so a client that uses up the budget does not block ordinary requests. Thread-safe.
 */
public final class BodyBudget {

    /** Bodies up to this length are not counted; a validator's are a quarter of it. */
    public static final int SHORT_BODY_BYTES = 16_384;

    private final AtomicLong availableBytes;

    /** @param bytes the limit */
    public BodyBudget(long bytes) {
        availableBytes = new AtomicLong(bytes);
    }

    /** Returns the number of bytes that are not reserved. */
    public long availableBytes() {
        return availableBytes.get();
    }

    /** Returns a reservation of zero bytes for one body. */
    public Reservation newReservation() {
        return new Reservation();
    }

    /** The bytes that are reserved for one body. */
    public final class Reservation {
        private int reservedBytes;

        /** Extends the reservation to {@code bytes} in total. Returns {@code false} and changes nothing if the budget does not suffice. */
        public synchronized boolean extendTo(int bytes) {
            if (bytes <= SHORT_BODY_BYTES) {
                return true;
            }
            int additional = bytes - reservedBytes;
            if (availableBytes.getAndUpdate(now -> now < additional ? now : now - additional) < additional) {
                return false;
            }
            reservedBytes = bytes;
            return true;
        }

        /** Releases all bytes; further calls have no effect. */
        public synchronized void release() {
            availableBytes.addAndGet(reservedBytes);
            reservedBytes = 0;
        }
    }
}
