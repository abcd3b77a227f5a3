package weir.metrics;

import org.osgi.annotation.versioning.ProviderType;

/** A metric that only grows. Thread-safe. */
@ProviderType
public interface Counter extends Instrument {

    /**
     * Adds to the series with these label values.
     *
     * @param amount at least 0; in the unit of the metric
     */
    void add(double amount, String... labelValues);

    /** Adds 1 to the series with these label values. */
    default void increment(String... labelValues) {
        add(1, labelValues);
    }
}
