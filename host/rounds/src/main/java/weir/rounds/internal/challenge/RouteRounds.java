package weir.rounds.internal.challenge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import weir.rounds.PlayedRound;
import weir.rounds.Rounds;
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
    private volatile Instant end = Instant.EPOCH;
    private volatile boolean mayHaveScored = true;

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
            Instant estimate = round.start().plusSeconds(roundBlocks * blockSeconds);
            if (estimate.isAfter(end)) {
                end = estimate;
            }
        }
    }

    /** Whether a round is being played. Queries do not contain the end of a round, so it is estimated. */
    boolean isOpen(Instant now) {
        return now.isBefore(end) || now.isBefore(lastAnswer.plus(RECORDED_AFTER));
    }

    /** Returns some scored rounds that began after a time, oldest first; empty if there are none. */
    List<PlayedRound> scoredAfter(Instant start) {
        if (!mayHaveScored) { // Reading them all every time would be expensive while no swaps are stored.
            return List.of();
        }
        mayHaveScored = false; // Before the read, because a round may be scored during it.
        List<PlayedRound> found = rounds.scoredAfter(start, this::isOfRoute, CHUNK);
        if (!found.isEmpty()) {
            mayHaveScored = true;
        }
        return found;
    }

    private boolean isOfRoute(PlayedRound round) {
        return round.answers().get(0).answer().route().filter(route::equals).isPresent();
    }
}
