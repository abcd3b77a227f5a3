package weir.metrics;

import java.util.List;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A metric with its series. Methods that record a value take one label value for each label name, in the same order; a number of
 * values that differs throws {@link IllegalArgumentException}. They take no lock and may run on any thread. Thread-safe.
 */
@ProviderType
public interface Instrument {

    /**
     * Ends the series that match, for example those of an uninstalled version. A later value starts a new series.
     *
     * @param isEnded whether to end the series with these label values
     */
    void removeIf(Predicate<List<String>> isEnded);
}
