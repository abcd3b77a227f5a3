package weir.history;

import java.time.Duration;
import java.util.Optional;

/**
 * Progress of an import.
 *
 * @param rows rows read so far
 * @param done fraction of the source that has been read, 0 to 1
 * @param elapsed time since the start
 */
public record ImportProgress(long rows, double done, Duration elapsed) {

    private static final Duration MIN_ELAPSED = Duration.ofSeconds(1);

    /** Estimated time left; empty in the first second and the first 0.5 %. */
    public Optional<Duration> left() {
        if (done <= 0.005 || elapsed.compareTo(MIN_ELAPSED) < 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done)));
    }
}
