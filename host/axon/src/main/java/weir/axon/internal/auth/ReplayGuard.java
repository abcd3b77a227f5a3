package weir.axon.internal.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import weir.axon.internal.HttpError;

/**
 * Accepts each signed request once. The nonce of a request is its sender's clock in ns; it must be close to the host's clock and
 * unused. To bound the memory, old nonces are dropped; for each hotkey, nonces up to the highest dropped one (the floor) are
 * rejected. Thread-safe.
 */
final class ReplayGuard {

    /** 4 s plus the longest timeout that a client may ask for (30 s). */
    static final long MAX_NONCE_AGE_NS = 34_000_000_000L;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DENDRITE_MAX_AGE_NS = 4 * SECOND_NS;
    private static final long DENDRITE_MAX_AHEAD_NS = 60 * SECOND_NS;
    private static final long BTAUTH_MAX_AGE_NS = 10 * SECOND_NS;
    private static final long BTAUTH_MAX_AHEAD_NS = 2 * SECOND_NS;

    /** How far a nonce may be below the highest one of the same dendrite, because concurrent requests arrive in any order. */
    private static final long DENDRITE_MAX_REORDERING_NS = SECOND_NS / 2;

    private static final String TOO_OLD_ERROR = "Nonce is too old, a newer one was last processed";
    private static final String REPLAYED_ERROR = "ReplayedRequest: this nonce was used before";

    private static final int MAX_DENDRITES_PER_HOTKEY = 64;
    private static final int MAX_NONCES_PER_DENDRITE = 256;
    private static final int MAX_BTAUTH_NONCES_PER_HOTKEY = 65_536;
    private static final int MAX_HOTKEYS = 4096;

    private final LongSupplier epochNanos;
    private final NonceStore store;
    private final ClockSkew clockSkew;
    private final Map<String, UsedNonces> noncesByHotkey = new ConcurrentHashMap<>();

    /** @param epochNanos the wall clock, ns since the epoch */
    ReplayGuard(LongSupplier epochNanos, NonceStore store, ClockSkew clockSkew) {
        this.epochNanos = epochNanos;
        this.store = store;
        this.clockSkew = clockSkew;
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

    /** Rejects with 401 a dendrite's nonce that is 4 s plus the client's timeout behind the host's clock, or over 60 s ahead of it. */
    void requireFresh(DendriteHeaders sender, Duration timeout) throws HttpError {
        long now = epochNanos.getAsLong();
        long maxAgeNs = Math.min(MAX_NONCE_AGE_NS, DENDRITE_MAX_AGE_NS + timeout.toNanos());
        if (sender.nonce() <= now - maxAgeNs) {
            throw HttpError.notVerified(String.format(
                    Locale.ROOT,
                    "Nonce is too old: acceptable delta is %.2f seconds but request was %.2f seconds old; %s",
                    maxAgeNs / 1e9,
                    (now - sender.nonce()) / 1e9,
                    clockSkew.describe(sender.hotkey(), sender.nonce(), now)));
        }
        if (sender.nonce() - now > DENDRITE_MAX_AHEAD_NS) {
            throw HttpError.notVerified(
                    "Nonce is from the future: " + clockSkew.describe(sender.hotkey(), sender.nonce(), now));
        }
    }

    /** Rejects with 401 a nonce of {@code btauth/1} (SDK 11) that is over 10 s behind the host's clock, or over 2 s ahead of it. */
    void requireFresh(BtAuthHeaders sender) throws HttpError {
        long now = epochNanos.getAsLong();
        if (now - sender.nonce() > BTAUTH_MAX_AGE_NS || sender.nonce() - now > BTAUTH_MAX_AHEAD_NS) {
            throw HttpError.notVerified("StaleRequest: " + clockSkew.describe(sender.hotkey(), sender.nonce(), now));
        }
    }

    /** Rejects with 401 a dendrite's used nonce, before the expensive signature check. Records nothing. */
    void requireUnused(DendriteHeaders sender) throws HttpError {
        if (isUsed(sender.hotkey(), sender.nonce(), used -> used.isUsed(sender.uuid(), sender.nonce()))) {
            throw HttpError.notVerified(TOO_OLD_ERROR);
        }
    }

    /** Rejects with 401 a used nonce of {@code btauth/1}. Records nothing. */
    void requireUnused(BtAuthHeaders sender) throws HttpError {
        if (isUsed(sender.hotkey(), sender.nonce(), used -> used.isUsed(sender.nonce()))) {
            throw HttpError.notVerified(REPLAYED_ERROR);
        }
    }

    private boolean isUsed(String hotkey, long nonce, Predicate<UsedNonces> check) {
        boolean[] isUsed = {nonce <= store.floor(hotkey)};
        noncesByHotkey.computeIfPresent(hotkey, (key, used) -> {
            isUsed[0] = check.test(used);
            return used;
        });
        return isUsed[0];
    }

    /** Records the nonce of a dendrite whose signature is verified. Rejects it with 401 if it was used, or is more than 0.5 s below the highest one. */
    void recordNonce(DendriteHeaders sender) throws HttpError {
        if (!recordNonce(sender.hotkey(), used -> used.add(sender.uuid(), sender.nonce()))) {
            throw HttpError.notVerified(TOO_OLD_ERROR);
        }
        store.recordUse(sender.hotkey(), sender.nonce());
    }

    /** Records the nonce of a {@code btauth/1} request whose signature is verified. Rejects it with 401 if it was used. */
    void recordNonce(BtAuthHeaders sender) throws HttpError {
        if (!recordNonce(sender.hotkey(), used -> used.add(sender.nonce()))) {
            throw HttpError.notVerified(REPLAYED_ERROR);
        }
        store.recordUse(sender.hotkey(), sender.nonce());
    }

    /** Checks and records in one step, under the map's lock for the hotkey. Returns whether the nonce was unused. */
    private boolean recordNonce(String hotkey, Predicate<UsedNonces> recording) {
        if (noncesByHotkey.size() >= MAX_HOTKEYS) {
            dropStaleHotkeys(epochNanos.getAsLong() - MAX_NONCE_AGE_NS);
        }
        boolean[] isNew = new boolean[1];
        noncesByHotkey.compute(hotkey, (key, existing) -> {
            UsedNonces used = existing == null ? new UsedNonces(store.floor(hotkey)) : existing;
            isNew[0] = recording.test(used);
            return used;
        });
        return isNew[0];
    }

    private void dropStaleHotkeys(long oldestNonce) {
        for (String hotkey : noncesByHotkey.keySet()) {
            noncesByHotkey.computeIfPresent(hotkey, (key, used) -> used.highestNonce() < oldestNonce ? null : used);
        }
    }

    /** The used nonces of one hotkey. Guarded by the lock that {@link ConcurrentHashMap} has for the hotkey. */
    private static final class UsedNonces {
        /** By the dendrite's UUID; the most recently used window is last. */
        private final Map<String, NonceWindow> windowByDendrite = new LinkedHashMap<>();

        private final NonceWindow btAuthWindow;
        private long floor;

        UsedNonces(long floor) {
            this.floor = floor;
            this.btAuthWindow =
                    new NonceWindow(floor, BTAUTH_MAX_AGE_NS + BTAUTH_MAX_AHEAD_NS, MAX_BTAUTH_NONCES_PER_HOTKEY);
        }

        boolean isUsed(String uuid, long nonce) {
            NonceWindow window = windowByDendrite.get(uuid);
            return window == null ? nonce <= floor : window.isUsed(nonce);
        }

        boolean isUsed(long nonce) {
            return btAuthWindow.isUsed(nonce);
        }

        boolean add(String uuid, long nonce) {
            if (isUsed(uuid, nonce)) {
                return false;
            }
            NonceWindow existing = windowByDendrite.remove(uuid);
            NonceWindow window = existing == null
                    ? new NonceWindow(floor, DENDRITE_MAX_REORDERING_NS, MAX_NONCES_PER_DENDRITE)
                    : existing;
            window.add(nonce);
            windowByDendrite.put(uuid, window);
            if (windowByDendrite.size() > MAX_DENDRITES_PER_HOTKEY) {
                var windows = windowByDendrite.values().iterator();
                floor = Math.max(floor, windows.next().highestNonce());
                windows.remove();
            }
            return true;
        }

        boolean add(long nonce) {
            return btAuthWindow.add(nonce);
        }

        long highestNonce() {
            return windowByDendrite.values().stream()
                    .mapToLong(NonceWindow::highestNonce)
                    .reduce(btAuthWindow.highestNonce(), Math::max);
        }
    }
}
