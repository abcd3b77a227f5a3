package weir.metrics;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** A metric that counts values in buckets. Thread-safe. */
@ProviderType
public interface Histogram extends Instrument {

    /**
     * Counts a value in the series with these label values.
     *
     * @param value value in the unit of the metric
     */
    void observe(double value, String... labelValues);

    /** Counts a duration in a metric whose unit is seconds. */
    default void observe(Duration duration, String... labelValues) {
        observe(duration.toNanos() / 1e9, labelValues);
    }
}
