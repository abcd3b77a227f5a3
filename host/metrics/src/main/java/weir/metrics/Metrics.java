package weir.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import weir.metrics.internal.PrometheusMetrics;

/**
 * The metrics of a host, a service of the bundle {@code weir.metrics}. A metric has a name, label names, and one series for each
 * combination of label values. Thread-safe.
 *
 * <p>Names and units follow Prometheus: snake case with the prefix {@code weir_}, base units ({@code _seconds}, {@code _bytes},
 * {@code _ratio} between 0 and 1), and {@code _total} at the end of a counter. Label values must come from a bounded set: routes,
 * versions and validators of the metagraph, never texts of requests. A metric holds at most {@value #MAX_SERIES} series; values
 * for further ones go to one series whose label values are all {@value #OTHER}.
 *
 * <p>A method that creates a metric returns the existing one if its name, kind and labels are the same, so that a component can
 * restart. It throws {@link IllegalArgumentException} if another metric has this name, or a name is invalid.
 */
@ProviderType
public interface Metrics {

    /** Largest number of combinations of label values that a metric keeps. */
    int MAX_SERIES = 1_000;

    /** Value of all labels of the series that counts what exceeds {@link #MAX_SERIES}. */
    String OTHER = "other";

    /** Creates an empty set of metrics, for tests and programs without a framework. */
    static Metrics create() {
        return new PrometheusMetrics();
    }

    /**
     * Creates a metric that only grows.
     *
     * @param name its name, with the suffix {@code _total}
     * @param help one sentence about it
     * @param labels label names
     */
    Counter counter(String name, String help, String... labels);

    /**
     * Creates a metric that has any value, for example a state or a time in seconds. Without labels, it is NaN while it has no value, which
     * Prometheus shows as a gap and which fulfils no condition of an alert. See {@link #counter} for the parameters.
     */
    Gauge gauge(String name, String help, String... labels);

    /**
     * Creates a metric that counts values in buckets. See {@link #counter} for the other parameters.
     *
     * @param upperBounds upper bounds of the buckets, ascending, in the unit of the name; a bucket without a bound is added
     */
    Histogram histogram(String name, String help, List<Double> upperBounds, String... labels);

    /**
     * Registers work that must precede each read of the values, for example to set gauges from the current state. It runs on the
     * reader's thread; runs do not overlap. If it throws, the read goes on with the earlier values and the log says so once.
     *
     * @return ends the registration when it is closed
     */
    Registration beforeRead(Runnable update);

    /** Runs the registered updates, and returns all values in Prometheus's text format 0.0.4. */
    String text();

    /** Ends a registration when it is closed; closing it again has no effect. */
    @ProviderType
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
