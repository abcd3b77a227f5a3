package weir.history;

import java.time.Duration;
import java.util.Optional;

/**
 * Progress of an import.
 *
 * @param rows number of rows read
 * @param fraction part of the source that has been read, 0 to 1
 * @param elapsed time since the start
 */
public record ImportProgress(long rows, double fraction, Duration elapsed) {

    /** Returns the estimated time until the end; empty during the first second and the first 0.5 %. */
    public Optional<Duration> remainingTime() {
        if (fraction <= 0.005 || elapsed.toSeconds() < 1) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction)));
    }
}
