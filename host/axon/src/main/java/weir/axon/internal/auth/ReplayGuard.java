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
 * Accepts each signed request once. A nonce is its sender's clock in ns; it must lie in a window around our clock and must not
 * have been used. The memory is bounded: nonces that are forgotten raise a floor at or below which every nonce of that hotkey is
 * rejected. Thread-safe.
 */
final class ReplayGuard {

    /** The widest window of a dendrite: 4 s and the longest timeout. */
    static final long LONGEST_WINDOW_NS = 34_000_000_000L;

    private static final long SECOND = 1_000_000_000L;
    private static final long DENDRITE_ALLOWANCE = 4 * SECOND;
    private static final long DENDRITE_AHEAD = 60 * SECOND;
    private static final long BTAUTH_AGE = 10 * SECOND;
    private static final long BTAUTH_AHEAD = 2 * SECOND;

    /** Concurrent requests of one dendrite may arrive in any order within this distance. */
    private static final long DENDRITE_REORDERING = SECOND / 2;

    private static final String TOO_OLD = "Nonce is too old, a newer one was last processed";
    private static final String REPLAYED = "ReplayedRequest: this nonce was used before";

    private static final int MAX_UUIDS = 64;
    private static final int MAX_PER_UUID = 256;
    private static final int MAX_BTAUTH = 65_536;
    private static final int MAX_HOTKEYS = 4096;

    private final LongSupplier epochNanos;
    private final NonceStore store;
    private final ClockSkew skew;
    private final Map<String, UsedNonces> byHotkey = new ConcurrentHashMap<>();

    /** @param epochNanos the wall clock, ns since the epoch */
    ReplayGuard(LongSupplier epochNanos, NonceStore store, ClockSkew skew) {
        this.epochNanos = epochNanos;
        this.store = store;
        this.skew = skew;
    }

    /** Parses a nonce header. @throws HttpError 400 if it is not a positive 64-bit integer */
    static long parse(String header, String nonce) throws HttpError {
        try {
            long value = Long.parseLong(nonce);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered like a negative number.
        }
        throw HttpError.badRequest(header, "must be a positive integer of nanoseconds");
    }

    /** Requires a nonce within a dendrite's window: 4 s and its timeout back, a minute ahead. */
    void requireFresh(DendriteHeaders sender, Duration timeout) throws HttpError {
        long now = epochNanos.getAsLong();
        long window = Math.min(LONGEST_WINDOW_NS, DENDRITE_ALLOWANCE + timeout.toNanos());
        if (sender.nonce() <= now - window) {
            throw HttpError.notVerified(String.format(
                    Locale.ROOT,
                    "Nonce is too old: acceptable delta is %.2f seconds but request was %.2f seconds old; %s",
                    window / 1e9,
                    (now - sender.nonce()) / 1e9,
                    skew.describe(sender.hotkey(), sender.nonce(), now)));
        }
        if (sender.nonce() - now > DENDRITE_AHEAD) {
            throw HttpError.notVerified(
                    "Nonce is from the future: " + skew.describe(sender.hotkey(), sender.nonce(), now));
        }
    }

    /** Requires a nonce within the window of {@code btauth/1}: 10 s back, 2 s ahead. */
    void requireFresh(BtAuthHeaders sender) throws HttpError {
        long now = epochNanos.getAsLong();
        if (now - sender.nonce() > BTAUTH_AGE || sender.nonce() - now > BTAUTH_AHEAD) {
            throw HttpError.notVerified("StaleRequest: " + skew.describe(sender.hotkey(), sender.nonce(), now));
        }
    }

    /** Rejects known replays before their signature is verified, so that they are cheap. Records nothing. */
    void requireUnused(DendriteHeaders sender) throws HttpError {
        if (isUsed(sender.hotkey(), sender.nonce(), used -> used.isUsed(sender.uuid(), sender.nonce()))) {
            throw HttpError.notVerified(TOO_OLD);
        }
    }

    /** The same for {@code btauth/1}. */
    void requireUnused(BtAuthHeaders sender) throws HttpError {
        if (isUsed(sender.hotkey(), sender.nonce(), used -> used.isUsed(sender.nonce()))) {
            throw HttpError.notVerified(REPLAYED);
        }
    }

    private boolean isUsed(String hotkey, long nonce, Predicate<UsedNonces> check) {
        boolean[] isUsed = {nonce <= store.floor(hotkey)};
        byHotkey.computeIfPresent(hotkey, (key, used) -> {
            isUsed[0] = check.test(used);
            return used;
        });
        return isUsed[0];
    }

    /** Records the nonce of a verified dendrite: unused, and at most half a second below its highest one. */
    void use(DendriteHeaders sender) throws HttpError {
        if (!use(sender.hotkey(), used -> used.use(sender.uuid(), sender.nonce()))) {
            throw HttpError.notVerified(TOO_OLD);
        }
        store.cover(sender.hotkey(), sender.nonce());
    }

    /** Records the nonce of a verified {@code btauth/1} request: unused, in any order. */
    void use(BtAuthHeaders sender) throws HttpError {
        if (!use(sender.hotkey(), used -> used.use(sender.nonce()))) {
            throw HttpError.notVerified(REPLAYED);
        }
        store.cover(sender.hotkey(), sender.nonce());
    }

    /** Runs under the map's lock of the hotkey, so that nothing is forgotten between check and record. */
    private boolean use(String hotkey, Predicate<UsedNonces> recording) {
        if (byHotkey.size() >= MAX_HOTKEYS) {
            forget(epochNanos.getAsLong() - LONGEST_WINDOW_NS);
        }
        boolean[] isNew = new boolean[1];
        byHotkey.compute(hotkey, (key, known) -> {
            UsedNonces used = known == null ? new UsedNonces(store.floor(hotkey)) : known;
            isNew[0] = recording.test(used);
            return used;
        });
        return isNew[0];
    }

    private void forget(long stale) {
        for (String hotkey : byHotkey.keySet()) {
            byHotkey.computeIfPresent(hotkey, (key, used) -> used.highest() < stale ? null : used);
        }
    }

    /** The used nonces of one hotkey. Not thread-safe: see {@link ReplayGuard#use(String, Predicate)}. */
    private static final class UsedNonces {
        /** In order of use, the most recent last. */
        private final Map<String, NonceWindow> byUuid = new LinkedHashMap<>();

        private final NonceWindow btauth;
        private long floor;

        UsedNonces(long floor) {
            this.floor = floor;
            this.btauth = new NonceWindow(floor, BTAUTH_AGE + BTAUTH_AHEAD, MAX_BTAUTH);
        }

        boolean isUsed(String uuid, long nonce) {
            NonceWindow window = byUuid.get(uuid);
            return window == null ? nonce <= floor : window.isUsed(nonce);
        }

        boolean isUsed(long nonce) {
            return btauth.isUsed(nonce);
        }

        boolean use(String uuid, long nonce) {
            if (isUsed(uuid, nonce)) {
                return false;
            }
            NonceWindow known = byUuid.remove(uuid);
            NonceWindow window = known == null ? new NonceWindow(floor, DENDRITE_REORDERING, MAX_PER_UUID) : known;
            window.use(nonce);
            byUuid.put(uuid, window);
            if (byUuid.size() > MAX_UUIDS) {
                var eldest = byUuid.values().iterator();
                floor = Math.max(floor, eldest.next().highest());
                eldest.remove();
            }
            return true;
        }

        boolean use(long nonce) {
            return btauth.use(nonce);
        }

        long highest() {
            return byUuid.values().stream().mapToLong(NonceWindow::highest).reduce(btauth.highest(), Math::max);
        }
    }
}
