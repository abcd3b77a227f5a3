package weir.console.internal.panel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.router.audit.RejectionEvent;
import weir.strategy.Decision;
import weir.strategy.RoundType;

/**
 * Counts of queries since the start of the host, and of the recorded rounds before: in total, in each minute of the last hour, and by
 * validator. Bounded. Not thread-safe.
 */
final class Activity {

    static final int MAX_VALIDATORS = 256;
    static final int MAX_REJECTIONS = 64;
    private static final int MINUTES = 60;
    private static final int MAX_ROUNDS = 512;

    private final Deque<Minute> minutes = new ArrayDeque<>();
    private final Map<String, Validator> validators = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Rejections> rejections = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> newestLostRounds = new LinkedHashSet<>();

    /** A number that every event increments. */
    long revision;

    long answered;
    long fallbacks;
    long refused;

    /** Number of evaluation rounds in which a query was refused: a validator then scores the round with 0. A live round excludes no miner. */
    long lostRounds;

    Instant lastQuery;
    Instant lastValidatorQuery;

    /** The durations of the newest answers, in milliseconds. */
    static final class Durations {
        private final float[] millis = new float[256];
        private long count;
        private float[] sorted = {};
        private long sortedCount;

        void add(AnswerEvent event) {
            millis[(int) (count++ % millis.length)] = event.duration().toNanos() / 1e6f;
        }

        /** Nearest rank; NaN without an answer. */
        double percentile(int percent) {
            if (sortedCount != count) {
                sortedCount = count;
                sorted = Arrays.copyOf(millis, (int) Math.min(count, millis.length));
                Arrays.sort(sorted);
            }
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
        }
    }

    static final class Minute {
        final long minute;
        final Durations durations = new Durations();
        long answered;
        long fallbacks;
        /** Queries that were refused in an evaluation round. */
        long losing;

        Minute(long minute) {
            this.minute = minute;
        }
    }

    static final class Validator {
        final Durations durations = new Durations();
        Instant last;
        String roundTypes = "";
        long answered;
        long fallbacks;
    }

    /** Rejected requests of one hotkey with one reason. */
    static final class Rejections {
        final String hotkey;
        final String reason;
        Instant last;
        long count;

        Rejections(RejectionEvent event) {
            hotkey = event.hotkey();
            reason = event.status() + " " + event.reason();
        }
    }

    void add(AnswerEvent event) {
        revision++;
        boolean isFallback = event.answer().isFallback();
        boolean isRefused =
                event.answer().outcome() == Outcome.REFUSED || event.answer().decision() instanceof Decision.Refuse;
        lastQuery = event.time();
        if (event.caller().isPresent()) {
            lastValidatorQuery = event.time();
        }
        answered++;
        fallbacks += isFallback ? 1 : 0;
        refused += isRefused ? 1 : 0;
        boolean isLost = isRefused && event.query().roundType() == RoundType.EVALUATION;
        if (isLost
                && newestLostRounds.add(
                        event.query().jobId() + " " + event.query().roundId())) {
            lostRounds++;
            if (newestLostRounds.size() > MAX_ROUNDS) {
                newestLostRounds.remove(newestLostRounds.iterator().next());
            }
        }
        Minute minute = minute(event.time());
        minute.answered++;
        minute.fallbacks += isFallback ? 1 : 0;
        minute.losing += isLost ? 1 : 0;
        minute.durations.add(event);
        Validator validator = validators.computeIfAbsent(
                event.caller().map(caller -> caller.hotkey()).orElse("this machine"), key -> new Validator());
        validator.last = event.time();
        validator.answered++;
        validator.fallbacks += isFallback ? 1 : 0;
        validator.durations.add(event);
        String type = event.query().roundType().name().toLowerCase(java.util.Locale.ROOT);
        if (!validator.roundTypes.contains(type)) {
            validator.roundTypes += validator.roundTypes.isEmpty() ? type : ", " + type;
        }
        removeOldest(validators, MAX_VALIDATORS);
    }

    void add(RejectionEvent event) {
        revision++;
        Rejections entry = rejections.computeIfAbsent(
                event.hotkey() + event.status() + event.reason(), key -> new Rejections(event));
        entry.last = event.time();
        entry.count += event.count();
        removeOldest(rejections, MAX_REJECTIONS);
    }

    /** The minutes of the last hour that have queries, oldest first. */
    List<Minute> lastHour(Instant now) {
        long first = now.getEpochSecond() / 60 - MINUTES + 1;
        return minutes.stream().filter(minute -> minute.minute >= first).toList();
    }

    /** By hotkey, in alphabetical order. */
    Map<String, Validator> validators() {
        return new TreeMap<>(validators);
    }

    Iterable<Rejections> rejections() {
        return rejections.values();
    }

    private Minute minute(Instant time) {
        long number = time.getEpochSecond() / 60;
        if (minutes.isEmpty() || minutes.getLast().minute < number) {
            minutes.addLast(new Minute(number));
            while (minutes.size() > MINUTES) {
                minutes.removeFirst();
            }
        }
        return minutes.getLast();
    }

    private static void removeOldest(Map<String, ?> entries, int capacity) {
        if (entries.size() > capacity) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
