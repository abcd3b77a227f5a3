package weir.axon.internal.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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

    private static final String OVERTAKEN = "Nonce is too old, a newer one was last processed";
    private static final String REPLAYED = "ReplayedRequest: this nonce was used before";

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

    /** A look before the signature is verified, so that replays are cheap; it changes nothing and promises nothing. */
    void requireUnspent(DendriteHeaders who) throws NotVerified {
        if (isSpent(who.hotkey(), who.nonce(), spent -> spent.isSpent(who.uuid(), who.nonce()))) {
            throw new NotVerified(OVERTAKEN);
        }
    }

    /** The same for {@code btauth/1}. */
    void requireUnspent(BtAuthHeaders who) throws NotVerified {
        if (isSpent(who.hotkey(), who.nonce(), spent -> spent.isSpent(who.nonce()))) {
            throw new NotVerified(REPLAYED);
        }
    }

    private boolean isSpent(String hotkey, long nonce, Predicate<Spent> look) {
        boolean[] isSpent = {nonce <= marks.floor(hotkey)};
        byHotkey.computeIfPresent(hotkey, (key, spent) -> {
            isSpent[0] = look.test(spent);
            return spent;
        });
        return isSpent[0];
    }

    /** Spends the nonce of a verified dendrite: new, and not half a second below the highest one of the same hotkey and uuid. */
    void spend(DendriteHeaders who) throws NotVerified {
        if (!spend(who.hotkey(), spent -> spent.spend(who.uuid(), who.nonce()))) {
            throw new NotVerified(OVERTAKEN);
        }
        marks.cover(who.hotkey(), who.nonce());
    }

    /** Spends the nonce of a verified {@code btauth/1} request: any order, each once. */
    void spend(BtAuthHeaders who) throws NotVerified {
        if (!spend(who.hotkey(), spent -> spent.spend(who.nonce()))) {
            throw new NotVerified(REPLAYED);
        }
        marks.cover(who.hotkey(), who.nonce());
    }

    /** Within the map's own lock on the hotkey, so that nothing is forgotten between the look and the note. */
    private boolean spend(String hotkey, Predicate<Spent> spending) {
        if (byHotkey.size() >= MAX_HOTKEYS) {
            forget(epochNanos.getAsLong() - LONGEST_WINDOW_NS);
        }
        boolean[] isNew = new boolean[1];
        byHotkey.compute(hotkey, (key, known) -> {
            Spent spent = known == null ? new Spent(marks.floor(hotkey)) : known;
            isNew[0] = spending.test(spent);
            return spent;
        });
        return isNew[0];
    }

    private void forget(long stale) {
        for (String hotkey : byHotkey.keySet()) {
            byHotkey.computeIfPresent(hotkey, (key, spent) -> spent.highest() < stale ? null : spent);
        }
    }

    /** The spent nonces of one hotkey. Not thread-safe: see {@link Nonces#spend(String, Predicate)}. */
    private static final class Spent {
        /** The one that spent last comes last; a mere look changes nothing. */
        private final Map<String, NonceWindow> byUuid = new LinkedHashMap<>();

        private final NonceWindow btauth;
        private long floor;

        Spent(long floor) {
            this.floor = floor;
            this.btauth = new NonceWindow(floor, BTAUTH_AGE + BTAUTH_AHEAD, MAX_BTAUTH);
        }

        boolean isSpent(String uuid, long nonce) {
            NonceWindow window = byUuid.get(uuid);
            return window == null ? nonce <= floor : window.isSpent(nonce);
        }

        boolean isSpent(long nonce) {
            return btauth.isSpent(nonce);
        }

        boolean spend(String uuid, long nonce) {
            if (isSpent(uuid, nonce)) {
                return false;
            }
            NonceWindow known = byUuid.remove(uuid);
            NonceWindow window = known == null ? new NonceWindow(floor, OVERTAKING, MAX_OF_UUID) : known;
            window.spend(nonce);
            byUuid.put(uuid, window);
            if (byUuid.size() > MAX_UUIDS) {
                var eldest = byUuid.values().iterator();
                floor = Math.max(floor, eldest.next().highest());
                eldest.remove();
            }
            return true;
        }

        boolean spend(long nonce) {
            return btauth.spend(nonce);
        }

        long highest() {
            return byUuid.values().stream().mapToLong(NonceWindow::highest).reduce(btauth.highest(), Math::max);
        }
    }
}
