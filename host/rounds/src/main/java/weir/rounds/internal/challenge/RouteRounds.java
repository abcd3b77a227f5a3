package weir.rounds.internal.challenge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.Rounds;
import weir.rounds.internal.challenge.records.BlockSpan;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.OpenRound;

/** The played rounds of one route. Thread-safe. */
final class RouteRounds {

    /** Longest usual time between two blocks of an EVM chain. */
    private static final long OTHER_BLOCK_SECONDS = 12;
    /** More rounds than validators play at the same time. */
    private static final int MAX_OPEN = 256;

    /** A round that begins later than this from now began before the clock was set back. */
    private static final Duration MAX_LEAD = Duration.ofMinutes(1);

    /** Rounds that are read at a time. */
    private static final int CHUNK = 50;

    private final String route;
    private final Rounds rounds;
    private final long roundBlocks;
    private final InstantSource clock;
    /** The rounds of the last quarter of an hour or so. */
    private final Map<RoundId, Span> open = new ConcurrentHashMap<>();

    private volatile boolean mayHaveScored = true;

    /** The time of a round. Queries do not contain the end of a round, so it is estimated. */
    private record Span(Instant start, Instant end) {}

    RouteRounds(String route, Rounds rounds, long roundBlocks, InstantSource clock) {
        this.route = route;
        this.rounds = rounds;
        this.roundBlocks = roundBlocks;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Called for an answer of the route, on the thread of the query. */
    void onAnswer(AnswerEvent event) {
        RoundId id = RoundId.of(event);
        if (!open.containsKey(id) && open.size() < MAX_OPEN) {
            open.putIfAbsent(id, span(id, event.time()));
        }
    }

    private Span span(RoundId id, Instant start) {
        long blockSeconds = BlockSpan.BLOCK_SECONDS.getOrDefault(id.pool().chainId(), OTHER_BLOCK_SECONDS);
        return new Span(start, start.plusSeconds(roundBlocks * blockSeconds));
    }

    /** Called when a round of any route was recorded or scored. */
    void onRound(PlayedRound round) {
        if (isOfRoute(round) && wasPlayed(round)) {
            if (round.score().isPresent()) {
                mayHaveScored = true;
            }
            onAnswer(round.answers().get(0));
        }
    }

    /** Whether a round is being played. */
    boolean isOpen(Instant now) {
        return !open(now).isEmpty();
    }

    /** The rounds that are being played. */
    Set<OpenRound> openRounds(Instant now) {
        return open(now).keySet().stream()
                .map(id -> new OpenRound(id.job(), id.round(), id.type()))
                .collect(Collectors.toSet());
    }

    /** Time until the last open round ends; zero if there is none. */
    Duration longestOpen(Instant now) {
        return open(now).values().stream()
                .map(span -> Duration.between(now, span.end))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Also forgets rounds that are over, and those that began in the future, before the clock was set back. */
    private Map<RoundId, Span> open(Instant now) {
        open.values().removeIf(span -> !now.isBefore(span.end) || span.start.isAfter(now.plus(MAX_LEAD)));
        return Map.copyOf(open);
    }

    /** Returns some scored rounds that began after a time, oldest first; empty if there are none. */
    List<PlayedRound> scoredAfter(Instant start) {
        if (!mayHaveScored) { // Reading them all every time would be expensive while no swaps are stored.
            return List.of();
        }
        mayHaveScored = false; // Before the read, because a round may be scored during it.
        List<PlayedRound> found = rounds.scoredAfter(start, this::isComparable, CHUNK);
        if (!found.isEmpty()) {
            mayHaveScored = true;
        }
        return found;
    }

    /**
     * Not if the route's filter refused the round, because its strategies were not asked; and not a round that began in the future, which
     * was played before the clock was set back.
     */
    private boolean isComparable(PlayedRound round) {
        return isOfRoute(round) && !round.start().isAfter(now()) && wasPlayed(round);
    }

    /** Whether the filter of the route let a strategy answer. */
    private static boolean wasPlayed(PlayedRound round) {
        return round.answers().get(0).answer().outcome() != Outcome.REFUSED;
    }

    private boolean isOfRoute(PlayedRound round) {
        return round.answers().get(0).answer().route().filter(route::equals).isPresent();
    }
}
