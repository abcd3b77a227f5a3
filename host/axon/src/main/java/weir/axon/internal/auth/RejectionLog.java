package weir.axon.internal.auth;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.RejectionTable.Rejection;
import weir.axon.internal.auth.ValidatorAuthorizer.HotkeyKind;
import weir.protocol.Ss58;
import weir.router.audit.RejectionEvent;

/**
 * Reports requests that were rejected with 401, 403 or 429, so that an operator sees why a validator gets no answer. Any client can
 * use the name of any hotkey, so requests with a verified signature have a table of their own, and claims have one for each {@link
 * HotkeyKind}. So claims cannot displace the counts of verified senders, and other hotkeys not those of validators. Thread-safe; holds no lock while it calls the constructor's parameters.
 */
final class RejectionLog {

    /** Combinations of hotkey and status. A subnet has 256 hotkeys, at most 64 of them with a permit. */
    static final int MAX_VALIDATOR_COUNTS = 1024;

    static final int MAX_KNOWN_COUNTS = 256;
    static final int MAX_UNKNOWN_COUNTS = 16;
    private static final Set<Integer> STATUSES = Set.of(401, 403, 429);

    private final Function<String, HotkeyKind> kindOf;
    private final LongSupplier epochNanos;
    private final LongSupplier nanoTime;
    private final Consumer<RejectionEvent> listener;
    private final RejectionTable verified = new RejectionTable(MAX_VALIDATOR_COUNTS);
    private final Map<HotkeyKind, RejectionTable> claims = new EnumMap<>(Map.of(
            HotkeyKind.VALIDATOR, new RejectionTable(MAX_VALIDATOR_COUNTS),
            HotkeyKind.KNOWN, new RejectionTable(MAX_KNOWN_COUNTS),
            HotkeyKind.UNKNOWN, new RejectionTable(MAX_UNKNOWN_COUNTS)));

    /** What is known about the hotkey in the headers of a rejected request. */
    enum Origin {
        /** The request has a valid signature of the hotkey. */
        VERIFIED,
        /** The signature is wrong, or was not verified. */
        CLAIMED
    }

    /**
     * @param kindOf returns the kind of a hotkey; reads memory only
     * @param epochNanos the wall clock, ns since the epoch
     * @param nanoTime a monotonic clock, ns
     * @param listener receives the reports, on the caller's thread
     */
    RejectionLog(
            Function<String, HotkeyKind> kindOf,
            LongSupplier epochNanos,
            LongSupplier nanoTime,
            Consumer<RejectionEvent> listener) {
        this.kindOf = kindOf;
        this.epochNanos = epochNanos;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /** Counts a rejected request. Ignores one without a hotkey, one with a malformed unknown hotkey, and other statuses. */
    void add(Authenticator.RequestHead request, Origin origin, HttpError error) {
        String hotkey = request.claimedHotkey();
        if (hotkey == null || !STATUSES.contains(error.status())) {
            return;
        }
        HotkeyKind kind = kindOf.apply(hotkey);
        if (kind == HotkeyKind.UNKNOWN && !isSs58Address(hotkey)) {
            return;
        }
        RejectionTable table = origin == Origin.VERIFIED ? verified : claims.get(kind);
        table.add(new Rejection(
                        hotkey,
                        request.address().getHostAddress(),
                        error.status(),
                        error.getMessage(),
                        nanoTime.getAsLong(),
                        Instant.ofEpochSecond(0, epochNanos.getAsLong())))
                .forEach(listener);
    }

    private static boolean isSs58Address(String hotkey) {
        try {
            Ss58.decode(hotkey);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<RejectionTable> tables() {
        return Stream.concat(Stream.of(verified), claims.values().stream()).toList();
    }

    /** Reports each count whose last report is at least a minute old, and drops counts without a request for ten minutes. */
    void reportDue() {
        tables().forEach(table -> table.takeDueReports(nanoTime.getAsLong()).forEach(listener));
    }

    /** Reports all requests that were not reported yet. */
    void reportAll() {
        tables().forEach(table -> table.takeAllReports(nanoTime.getAsLong()).forEach(listener));
    }

    /**
     * Adds the counts of the last ten minutes to the result of a health check: unverified requests of unknown hotkeys as a remark,
     * all others as warnings.
     */
    void describe(FormattingResultLog log) {
        long now = nanoTime.getAsLong();
        verified.describe("signed by", now, log::warn);
        claims.forEach((kind, table) -> table.describe("(signature not verified) in the name of", now, line -> {
            if (kind == HotkeyKind.UNKNOWN) {
                log.info(line);
            } else {
                log.warn(line);
            }
        }));
    }
}
