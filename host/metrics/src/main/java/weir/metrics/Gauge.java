package weir.metrics;

import org.osgi.annotation.versioning.ProviderType;

/** A metric that has any value. Thread-safe. */
@ProviderType
public interface Gauge extends Instrument {

    /**
     * Sets the value of the series with these label values.
     *
     * @param value value in the unit of the metric
     */
    void set(double value, String... labelValues);
}
