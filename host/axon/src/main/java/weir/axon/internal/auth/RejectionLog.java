package weir.axon.internal.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.felix.hc.api.FormattingResultLog;
import weir.axon.internal.HttpError;
import weir.protocol.Ss58;
import weir.router.audit.RejectionEvent;

/**
 * Reports requests that were rejected with 401, 403 or 429, so that an operator sees why a validator gets no answer. Requests with
 * the same hotkey and status are counted together: the first one is reported at once, later ones once per minute at most. Any client
 * can use the name of any hotkey, so there are at most {@value #MAX_KNOWN} entries for known hotkeys and {@value #MAX_UNKNOWN} for unknown
 * ones; requests that would need another entry are not reported. An entry is deleted ten minutes after its last request. Thread-safe.
 */
final class RejectionLog {

    static final int MAX_KNOWN = 64;
    static final int MAX_UNKNOWN = 16;
    private static final Set<Integer> STATUSES = Set.of(401, 403, 429);
    private static final long REPORT_INTERVAL_NS = Duration.ofMinutes(1).toNanos();
    private static final long MAX_IDLE_NS = Duration.ofMinutes(10).toNanos();

    private final Predicate<String> isKnown;
    private final LongSupplier epochNanos;
    private final LongSupplier nanoTime;
    private final Consumer<RejectionEvent> listener;
    private final Map<Key, Entry> known = new LinkedHashMap<>();
    private final Map<Key, Entry> unknown = new LinkedHashMap<>();

    private record Key(String hotkey, int status) {}

    private static final class Entry {
        private final long startNs;
        private long count;
        private long unreportedCount;
        private long lastNs;
        private Optional<Long> lastReportNs = Optional.empty();
        private String address;
        private String reason;

        Entry(long startNs) {
            this.startNs = startNs;
        }
    }

    /**
     * @param isKnown returns whether a hotkey is registered in the subnet, or on a list of the operator
     * @param epochNanos the wall clock, ns since the epoch
     * @param nanoTime a monotonic clock, ns
     * @param listener receives the reports on the request's thread
     */
    RejectionLog(
            Predicate<String> isKnown,
            LongSupplier epochNanos,
            LongSupplier nanoTime,
            Consumer<RejectionEvent> listener) {
        this.isKnown = isKnown;
        this.epochNanos = epochNanos;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /** Counts a rejected request. Ignores one without a hotkey, and one with another status. */
    void add(Authenticator.RequestHead request, HttpError error) {
        String hotkey = request.claimedHotkey();
        if (hotkey != null && STATUSES.contains(error.status())) {
            count(new Key(hotkey, error.status()), request.address().getHostAddress(), error.getMessage())
                    .ifPresent(listener);
        }
    }

    private synchronized Optional<RejectionEvent> count(Key key, String address, String reason) {
        long now = nanoTime.getAsLong();
        boolean isKnownHotkey = isKnown.test(key.hotkey());
        Map<Key, Entry> entries = isKnownHotkey ? known : unknown;
        Entry entry = entries.get(key);
        if (entry == null) {
            entries.values().removeIf(old -> now - old.lastNs > MAX_IDLE_NS);
            if (entries.size() >= (isKnownHotkey ? MAX_KNOWN : MAX_UNKNOWN)
                    || !isKnownHotkey && !isSs58Address(key.hotkey())) {
                return Optional.empty();
            }
            entry = new Entry(now);
            entries.put(key, entry);
        }
        entry.count++;
        entry.unreportedCount++;
        entry.lastNs = now;
        entry.address = address;
        entry.reason = reason;
        if (entry.lastReportNs.isPresent() && now - entry.lastReportNs.get() < REPORT_INTERVAL_NS) {
            return Optional.empty();
        }
        entry.lastReportNs = Optional.of(now);
        long reported = entry.unreportedCount;
        entry.unreportedCount = 0;
        long epoch = epochNanos.getAsLong();
        return Optional.of(new RejectionEvent(
                Instant.ofEpochSecond(0, epoch), key.hotkey(), address, key.status(), reason, reported));
    }

    private static boolean isSs58Address(String hotkey) {
        try {
            Ss58.decode(hotkey);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Adds the entries of the last ten minutes to the result of a health check: a warning for a known hotkey, otherwise a remark. */
    synchronized void report(FormattingResultLog log) {
        long now = nanoTime.getAsLong();
        known.forEach((key, entry) -> describe(key, entry, now).ifPresent(log::warn));
        unknown.forEach((key, entry) -> describe(key, entry, now).ifPresent(log::info));
    }

    private static Optional<String> describe(Key key, Entry entry, long now) {
        if (now - entry.lastNs > MAX_IDLE_NS) {
            return Optional.empty();
        }
        return Optional.of(
                entry.count + (entry.count == 1 ? " request" : " requests") + " in the name of " + key.hotkey()
                        + " within " + (entry.lastNs - entry.startNs) / 1_000_000_000 + " s, the last one "
                        + (now - entry.lastNs) / 1_000_000_000 + " s ago from " + entry.address + ", rejected with "
                        + key.status() + ": " + entry.reason);
    }
}
