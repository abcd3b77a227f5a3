package weir.axon.internal.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import weir.router.audit.RejectionEvent;

/**
 * Counts rejected requests for each hotkey, status and address. The first request of a count is reported at once, later ones once
 * per minute. A count ends after ten minutes without a request. Requests of a hotkey from more than {@value #MAX_ADDRESSES} addresses
 * share one more count, and so do those of all hotkeys beyond the table's bound. Thread-safe.
 */
final class RejectionTable {

    /** Addresses of one hotkey and status that have a count of their own. */
    static final int MAX_ADDRESSES = 3;

    private static final long REPORT_INTERVAL_NS = Duration.ofMinutes(1).toNanos();
    private static final long MAX_IDLE_NS = Duration.ofMinutes(10).toNanos();

    /** Stands for all hotkeys or addresses that have no count of their own. */
    private static final String OTHERS = "";

    private final int maxGroups;
    private final Map<Group, Map<String, Count>> groups = new LinkedHashMap<>();

    private record Group(String hotkey, int status) {}

    /** A rejected request. {@code nanoTime} is monotonic, {@code time} is the wall clock. */
    record Rejection(String hotkey, String address, int status, String reason, long nanoTime, Instant time) {}

    private static final class Count {
        private final boolean isShared;
        private final long startNs;
        private long total;
        private long unreported;
        private long lastReportNs;
        private Rejection last;

        Count(boolean isShared, long startNs) {
            this.isShared = isShared;
            this.startNs = startNs;
            this.lastReportNs = startNs - REPORT_INTERVAL_NS;
        }

        private String reason() {
            return (isShared ? "several senders, the last one: " : "") + last.reason();
        }

        RejectionEvent report(long now) {
            long count = unreported;
            unreported = 0;
            lastReportNs = now;
            return new RejectionEvent(last.time(), last.hotkey(), last.address(), last.status(), reason(), count);
        }

        boolean isDue(long now) {
            return unreported > 0 && now - lastReportNs >= REPORT_INTERVAL_NS;
        }

        String describe(String origin, long now) {
            return total + (total == 1 ? " request " : " requests ") + origin + " " + last.hotkey() + " within "
                    + (last.nanoTime() - startNs) / 1_000_000_000 + " s, the last one "
                    + (now - last.nanoTime()) / 1_000_000_000 + " s ago from " + last.address() + ", rejected with "
                    + last.status() + ": " + reason();
        }
    }

    /** @param maxGroups how many combinations of hotkey and status have counts of their own */
    RejectionTable(int maxGroups) {
        this.maxGroups = maxGroups;
    }

    /** Counts a request. Returns the report that is due, if any. */
    synchronized List<RejectionEvent> add(Rejection rejection) {
        Count count = count(rejection);
        count.total++;
        count.unreported++;
        count.last = rejection;
        return count.isDue(rejection.nanoTime()) ? List.of(count.report(rejection.nanoTime())) : List.of();
    }

    private Count count(Rejection rejection) {
        Group own = new Group(rejection.hotkey(), rejection.status());
        boolean hasGroup = groups.containsKey(own) || groups.size() < maxGroups;
        Map<String, Count> counts = groups.computeIfAbsent(
                hasGroup ? own : new Group(OTHERS, rejection.status()), absent -> new LinkedHashMap<>());
        boolean hasCount = counts.containsKey(rejection.address()) || counts.size() < MAX_ADDRESSES;
        return counts.computeIfAbsent(
                hasCount ? rejection.address() : OTHERS,
                absent -> new Count(!hasGroup || !hasCount, rejection.nanoTime()));
    }

    /** Returns the reports that are due, and drops the counts without a request within the last ten minutes. */
    synchronized List<RejectionEvent> takeDueReports(long now) {
        List<RejectionEvent> due = new ArrayList<>();
        groups.values().removeIf(counts -> {
            counts.values().removeIf(count -> {
                if (count.isDue(now)) {
                    due.add(count.report(now));
                }
                return now - count.last.nanoTime() > MAX_IDLE_NS;
            });
            return counts.isEmpty();
        });
        return due;
    }

    /** Returns reports about all requests that were not reported yet. */
    synchronized List<RejectionEvent> takeAllReports(long now) {
        List<RejectionEvent> reports = new ArrayList<>();
        groups.values().forEach(counts -> counts.values().stream()
                .filter(count -> count.unreported > 0)
                .forEach(count -> reports.add(count.report(now))));
        return reports;
    }

    /**
     * Describes each count with a request within the last ten minutes.
     *
     * @param origin words between the number of requests and the hotkey
     */
    synchronized void describe(String origin, long now, Consumer<String> log) {
        groups.values().forEach(counts -> counts.values().stream()
                .filter(count -> now - count.last.nanoTime() <= MAX_IDLE_NS)
                .forEach(count -> log.accept(count.describe(origin, now))));
    }
}
