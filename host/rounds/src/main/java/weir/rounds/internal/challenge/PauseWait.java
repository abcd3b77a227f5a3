package weir.rounds.internal.challenge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The wait of a change for a pause between the rounds of all validators. For callers that exclude each other. */
final class PauseWait {

    /** The longest wait. Then the rounds that are being played end with the former strategy. */
    static final Duration LONGEST = Duration.ofHours(1);

    private final RouteRounds rounds;
    private Optional<Instant> since = Optional.empty();

    PauseWait(RouteRounds rounds) {
        this.rounds = rounds;
    }

    /** Whether a change that is permitted otherwise must wait. */
    boolean isNeeded(Instant now) {
        return rounds.isOpen(now)
                && since.filter(start -> !now.isBefore(start.plus(LONGEST))).isEmpty();
    }

    /**
     * Starts, continues or ends the wait.
     *
     * @param obstacle why nothing changes now; empty if a change is permitted
     */
    void update(Optional<String> obstacle, Instant now) {
        if (obstacle.filter(StatusReport.ROUND_OBSTACLE::equals).isPresent()) {
            since = since.or(() -> Optional.of(now));
        } else if (obstacle.isPresent() || !rounds.isOpen(now)) {
            since = Optional.empty();
        }
    }
}
