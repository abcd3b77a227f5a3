package weir.rounds.internal.challenge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import weir.rounds.PlayedRound;
import weir.rounds.Rounds;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;

/** The played rounds of one route. Thread-safe. */
final class RouteRounds {

    private static final long BASE_CHAIN_ID = 8453;
    private static final long BASE_BLOCK_SECONDS = 2;
    /** Longest usual time between two blocks of an EVM chain. */
    private static final long OTHER_BLOCK_SECONDS = 12;
    /** A round is recorded some milliseconds after its first answer. */
    private static final Duration RECORDED_AFTER = Duration.ofSeconds(5);

    /** Rounds that are read at a time. */
    private static final int CHUNK = 50;

    private final String route;
    private final Rounds rounds;
    private final long roundBlocks;
    private final InstantSource clock;
    private volatile Instant lastAnswer = Instant.EPOCH;
    private volatile Optional<Span> newest = Optional.empty();
    private volatile boolean mayHaveScored = true;

    /** The time of the round that ends last, estimated. */
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

    void onAnswer(AnswerEvent event) {
        lastAnswer = event.time();
    }

    /** Called when a round of any route was recorded or scored. */
    void onRound(PlayedRound round) {
        if (isOfRoute(round)) {
            if (round.score().isPresent()) {
                mayHaveScored = true;
            }
            long blockSeconds = round.id().pool().chainId() == BASE_CHAIN_ID ? BASE_BLOCK_SECONDS : OTHER_BLOCK_SECONDS;
            Span span = new Span(round.start(), round.start().plusSeconds(roundBlocks * blockSeconds));
            if (newest.isEmpty() || newest.get().start.isAfter(now()) || span.end.isAfter(newest.get().end)) {
                newest = Optional.of(span);
            }
        }
    }

    /**
     * Whether a round is being played. Queries do not contain the end of a round, so it is estimated. A round that began in the future was
     * played before the clock was set back.
     */
    boolean isOpen(Instant now) {
        return newest.filter(span -> isWithin(now, span.start, span.end)).isPresent()
                || isWithin(now, lastAnswer, lastAnswer.plus(RECORDED_AFTER));
    }

    private static boolean isWithin(Instant now, Instant start, Instant end) {
        return !now.isBefore(start) && now.isBefore(end);
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
        return isOfRoute(round)
                && !round.start().isAfter(now())
                && round.answers().get(0).answer().outcome() != Outcome.REFUSED;
    }

    private boolean isOfRoute(PlayedRound round) {
        return round.answers().get(0).answer().route().filter(route::equals).isPresent();
    }
}
