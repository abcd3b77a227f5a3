package weir.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an import is.
 *
 * @param rows rows read so far
 * @param done part of the source that has been read, 0 to 1
 * @param elapsed time since it began
 */
public record ImportProgress(long rows, double done, Duration elapsed) {

    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** Time left if the rest goes as fast as what is done; empty while that would be a guess. */
    public Optional<Duration> left() {
        if (done <= 0.005 || elapsed.compareTo(SETTLED) < 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done)));
    }
}
