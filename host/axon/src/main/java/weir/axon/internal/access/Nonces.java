package weir.axon.internal.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import weir.axon.internal.wire.BadRequest;

/**
 * Each signed request counts once. A nonce is its sender's clock in ns; it must lie in a window around ours and must not
 * have been spent. What is remembered is bounded: what is forgotten first raises a floor under which nothing of that hotkey
 * passes. Thread-safe.
 */
final class Nonces {

    /** What a timeout header can widen a dendrite's window to: 4 s and the longest timeout. */
    static final long LONGEST_WINDOW_NS = 34_000_000_000L;

    private static final long SECOND = 1_000_000_000L;
    private static final long DENDRITE_ALLOWANCE = 4 * SECOND;
    private static final long DENDRITE_AHEAD = 60 * SECOND;
    private static final long BTAUTH_AGE = 10 * SECOND;
    private static final long BTAUTH_AHEAD = 2 * SECOND;

    /** Requests of one dendrite that are on their way together arrive in any order; a replay is refused all the same. */
    private static final long OVERTAKING = SECOND / 2;

    private static final int MAX_UUIDS = 64;
    private static final int MAX_OF_UUID = 256;
    private static final int MAX_BTAUTH = 65_536;
    private static final int MAX_HOTKEYS = 4096;

    private final LongSupplier epochNanos;
    private final NonceMarks marks;
    private final ClockSkew skew;
    private final Map<String, Spent> byHotkey = new ConcurrentHashMap<>();

    Nonces(LongSupplier epochNanos, NonceMarks marks, ClockSkew skew) {
        this.epochNanos = epochNanos;
        this.marks = marks;
        this.skew = skew;
    }

    /** @throws BadRequest if the header is no positive 64-bit integer */
    static long parse(String header, String nonce) throws BadRequest {
        try {
            long value = Long.parseLong(nonce);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Not a number is as wrong as a negative one.
        }
        throw new BadRequest(header, "must be a positive integer of nanoseconds");
    }

    /** The window of a dendrite: 4 s and its timeout back, a minute ahead. */
    void requireFresh(DendriteHeaders who, Duration timeout) throws NotVerified {
        long now = epochNanos.getAsLong();
        long window = Math.min(LONGEST_WINDOW_NS, DENDRITE_ALLOWANCE + timeout.toNanos());
        if (who.nonce() <= now - window) {
            throw new NotVerified(String.format(
                    Locale.ROOT,
                    "Nonce is too old: acceptable delta is %.2f seconds but request was %.2f seconds old; %s",
                    window / 1e9,
                    (now - who.nonce()) / 1e9,
                    skew.words(who.hotkey(), who.nonce(), now)));
        }
        if (who.nonce() - now > DENDRITE_AHEAD) {
            throw new NotVerified("Nonce is from the future: " + skew.words(who.hotkey(), who.nonce(), now));
        }
    }

    /** The window of {@code btauth/1}: 10 s back, 2 s ahead. */
    void requireFresh(BtAuthHeaders who) throws NotVerified {
        long now = epochNanos.getAsLong();
        if (now - who.nonce() > BTAUTH_AGE || who.nonce() - now > BTAUTH_AHEAD) {
            throw new NotVerified("StaleRequest: " + skew.words(who.hotkey(), who.nonce(), now));
        }
    }

    /** Spends the nonce of a verified dendrite: new, and not half a second below the highest one of the same hotkey and uuid. */
    void spend(DendriteHeaders who) throws NotVerified {
        if (!spent(who.hotkey()).spend(who.uuid(), who.nonce())) {
            throw new NotVerified("Nonce is too old, a newer one was last processed");
        }
        marks.cover(who.hotkey(), who.nonce());
    }

    /** Spends the nonce of a verified {@code btauth/1} request: any order, each once. */
    void spend(BtAuthHeaders who) throws NotVerified {
        if (!spent(who.hotkey()).spend(who.nonce())) {
            throw new NotVerified("ReplayedRequest: this nonce was used before");
        }
        marks.cover(who.hotkey(), who.nonce());
    }

    private Spent spent(String hotkey) {
        if (byHotkey.size() >= MAX_HOTKEYS) {
            long stale = epochNanos.getAsLong() - LONGEST_WINDOW_NS;
            byHotkey.values().removeIf(known -> known.highest() < stale);
        }
        return byHotkey.computeIfAbsent(hotkey, absent -> new Spent(marks.floor(hotkey)));
    }

    /** The spent nonces of one hotkey. */
    private static final class Spent {
        private final Map<String, NonceWindow> byUuid = new LinkedHashMap<>(16, 0.75f, true);
        private final NonceWindow btauth;
        private long floor;

        Spent(long floor) {
            this.floor = floor;
            this.btauth = new NonceWindow(floor, BTAUTH_AGE + BTAUTH_AHEAD, MAX_BTAUTH);
        }

        synchronized boolean spend(String uuid, long nonce) {
            NonceWindow window = byUuid.get(uuid);
            if (window == null) {
                window = new NonceWindow(floor, OVERTAKING, MAX_OF_UUID);
            }
            if (!window.spend(nonce)) {
                return false;
            }
            byUuid.put(uuid, window);
            if (byUuid.size() > MAX_UUIDS) {
                var eldest = byUuid.values().iterator();
                floor = Math.max(floor, eldest.next().highest());
                eldest.remove();
            }
            return true;
        }

        synchronized boolean spend(long nonce) {
            return btauth.spend(nonce);
        }

        synchronized long highest() {
            return byUuid.values().stream().mapToLong(NonceWindow::highest).reduce(btauth.highest(), Math::max);
        }
    }
}
