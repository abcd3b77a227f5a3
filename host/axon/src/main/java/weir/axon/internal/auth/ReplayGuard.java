package weir.axon.internal.auth;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import weir.axon.internal.HttpError;

/**
 * Accepts each signed request once. The nonce of a request is its sender's clock in ns; it must be close to the host's clock and
 * unused. Requests may arrive in any order. A nonce is kept until it is too old to be accepted, so that a nonce of the future
 * affects no other one. Memory is bounded: a hotkey may use {@value #MAX_NONCES_PER_HOTKEY} nonces within the window; if all
 * hotkeys together use {@value #MAX_NONCES}, each may use an equal share. Thread-safe.
 */
final class ReplayGuard {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DENDRITE_BASE_AGE_NS = 4 * SECOND_NS;
    private static final long BTAUTH_MAX_AGE_NS = 10 * SECOND_NS;
    private static final long BTAUTH_MAX_AHEAD_NS = 2 * SECOND_NS;

    /** {@link #DENDRITE_BASE_AGE_NS} plus the longest timeout that a client may ask for (30 s). */
    static final long MAX_NONCE_AGE_NS = 34 * SECOND_NS;

    /** How far a dendrite's nonce may be in the future. */
    static final long MAX_NONCE_AHEAD_NS = 60 * SECOND_NS;

    static final int MAX_NONCES_PER_HOTKEY = 10_000;
    static final int MAX_NONCES = 200_000;

    private final LongSupplier epochNanos;
    private final NonceStore store;
    private final Map<String, UsedNonces> usedByHotkey = new HashMap<>();
    private int nonceCount;
    private long lastFullPruneNs;

    /** Highest dropped nonce of all hotkeys that were dropped. It matters only if the host's clock is set back. */
    private long commonFloor;

    /** @param epochNanos the wall clock, ns since the epoch */
    ReplayGuard(LongSupplier epochNanos, NonceStore store) {
        this.epochNanos = epochNanos;
        this.store = store;
    }

    /** Parses a nonce header. @throws HttpError 400 if it is not a positive 64-bit integer */
    static long parseNonce(String header, String nonce) throws HttpError {
        try {
            long value = Long.parseLong(nonce);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Handled below, like a negative number.
        }
        throw HttpError.badRequest(header, "must be a positive integer of nanoseconds");
    }

    /** Throws 401 if a dendrite's nonce is older than 4 s plus the client's timeout, or more than 60 s in the future. */
    void requireFresh(DendriteHeaders sender, Duration timeout) throws HttpError {
        long now = epochNanos.getAsLong();
        long maxAgeNs = Math.min(MAX_NONCE_AGE_NS, DENDRITE_BASE_AGE_NS + timeout.toNanos());
        if (sender.nonce() <= now - maxAgeNs) {
            throw HttpError.notVerified(String.format(
                    Locale.ROOT,
                    "Nonce is too old: acceptable delta is %.2f seconds but request was %.2f seconds old; %s",
                    maxAgeNs / 1e9,
                    (now - sender.nonce()) / 1e9,
                    describeClock(sender.nonce(), now)));
        }
        if (sender.nonce() - now > MAX_NONCE_AHEAD_NS) {
            throw HttpError.notVerified("Nonce is from the future: " + describeClock(sender.nonce(), now));
        }
    }

    /** Throws 401 if a nonce of {@code btauth/1} (SDK 11) is older than 10 s, or more than 2 s in the future. */
    void requireFresh(BtAuthHeaders sender) throws HttpError {
        long now = epochNanos.getAsLong();
        if (now - sender.nonce() > BTAUTH_MAX_AGE_NS || sender.nonce() - now > BTAUTH_MAX_AHEAD_NS) {
            throw HttpError.notVerified("StaleRequest: " + describeClock(sender.nonce(), now));
        }
    }

    private static String describeClock(long nonce, long now) {
        double seconds = (nonce - now) / 1e9;
        return seconds > 0
                ? String.format(Locale.ROOT, "your clock is %.1f s ahead", seconds)
                : String.format(
                        Locale.ROOT, "your clock is %.1f s behind, or the request was that long under way", -seconds);
    }

    /**
     * Checks a fresh nonce before the expensive signature check. Records nothing.
     *
     * @param sender the dendrite's UUID, or another text that identifies the process or protocol
     * @throws HttpError 401 if the nonce was used, 429 if the hotkey has used too many within the window
     */
    synchronized void requireUnused(String hotkey, String sender, long nonce) throws HttpError {
        UsedNonces used = usedByHotkey.get(hotkey);
        if (used != null) {
            nonceCount -= used.drop(epochNanos.getAsLong() - MAX_NONCE_AGE_NS);
        }
        if (nonce <= commonFloor
                || store.mayBeUsedBeforeStart(hotkey, nonce)
                || used != null && used.contains(sender, nonce)) {
            throw HttpError.notVerified(
                    "ReplayedRequest: this nonce was used before, or perhaps before the last start of this axon");
        }
        if (used != null && used.size() >= maxNoncesPerHotkey()) {
            throw new HttpError(
                    429,
                    "Too many requests of one hotkey: at most " + maxNoncesPerHotkey() + " within "
                            + MAX_NONCE_AGE_NS / SECOND_NS + " seconds, in the long run "
                            + maxNoncesPerHotkey() * SECOND_NS / MAX_NONCE_AGE_NS
                            + " a second; no setting raises this limit, so send requests less often");
        }
    }

    /** Records the nonce of a request whose signature is verified. Throws as {@link #requireUnused} does. */
    void recordNonce(String hotkey, String sender, long nonce) throws HttpError {
        synchronized (this) {
            requireUnused(hotkey, sender, nonce);
            if (nonceCount >= MAX_NONCES) {
                dropIdleHotkeys();
            }
            usedByHotkey.computeIfAbsent(hotkey, absent -> new UsedNonces()).add(sender, nonce);
            nonceCount++;
        }
        store.recordUse(hotkey, nonce);
    }

    private int maxNoncesPerHotkey() {
        return nonceCount < MAX_NONCES
                ? MAX_NONCES_PER_HOTKEY
                : Math.min(MAX_NONCES_PER_HOTKEY, MAX_NONCES / usedByHotkey.size());
    }

    private void dropIdleHotkeys() {
        long now = epochNanos.getAsLong();
        if (Math.abs(now - lastFullPruneNs) < SECOND_NS) {
            return;
        }
        lastFullPruneNs = now;
        usedByHotkey.values().removeIf(used -> {
            nonceCount -= used.drop(now - MAX_NONCE_AGE_NS);
            commonFloor = used.size() > 0 ? commonFloor : Math.max(commonFloor, used.floor);
            return used.size() == 0;
        });
    }

    /** The used nonces of one hotkey, without those that are too old to be accepted again. */
    private static final class UsedNonces {

        /**
         * A nonce and a hash of its sender. The hash suffices: with a chance of one in 2^32, two senders with the same nonce have the same
         * hash; then the second request is rejected.
         */
        private record Entry(long nonce, int senderHash) {}

        private final TreeSet<Entry> entries =
                new TreeSet<>(Comparator.comparingLong(Entry::nonce).thenComparingInt(Entry::senderHash));

        /** Highest dropped nonce. It matters only if the host's clock is set back. */
        private long floor;

        boolean contains(String sender, long nonce) {
            return nonce <= floor || entries.contains(new Entry(nonce, sender.hashCode()));
        }

        void add(String sender, long nonce) {
            entries.add(new Entry(nonce, sender.hashCode()));
        }

        /** Drops all nonces up to {@code newest}. Returns how many. */
        int drop(long newest) {
            int before = entries.size();
            while (!entries.isEmpty() && entries.first().nonce() <= newest) {
                floor = entries.pollFirst().nonce();
            }
            return before - entries.size();
        }

        int size() {
            return entries.size();
        }
    }
}
