package weir.metrics.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import weir.metrics.Instrument;
import weir.metrics.Metrics;

/**
 * The series of a metric by label values. Holds {@value Metrics#MAX_SERIES} at most, and one more for the values of all others.
 * Thread-safe.
 */
final class SeriesMap<P> {

    private final int labelCount;
    private final Function<String[], P> factory;
    private final Consumer<String[]> remover;
    private final Map<List<String>, P> series = new ConcurrentHashMap<>();

    /**
     * @param factory creates the series with these label values, or returns it if it exists
     * @param remover removes the series with these label values
     */
    SeriesMap(int labelCount, Function<String[], P> factory, Consumer<String[]> remover) {
        this.labelCount = labelCount;
        this.factory = factory;
        this.remover = remover;
    }

    P get(String... labelValues) {
        if (labelValues.length != labelCount) {
            throw new IllegalArgumentException("the metric has " + labelCount + " labels, but the values are "
                    + Arrays.toString(labelValues) + "; pass one value for each label");
        }
        P existing = series.get(List.of(labelValues));
        return existing == null ? add(labelValues) : existing;
    }

    private synchronized P add(String... labelValues) {
        List<String> key = List.of(labelValues);
        if (series.size() >= Metrics.MAX_SERIES && !series.containsKey(key)) {
            key = List.of(labelValues).stream().map(value -> Metrics.OTHER).toList();
        }
        return series.computeIfAbsent(key, values -> factory.apply(values.toArray(String[]::new)));
    }

    synchronized void removeIf(Predicate<List<String>> isEnded) {
        for (List<String> key : List.copyOf(series.keySet())) {
            if (isEnded.test(key)) {
                remover.accept(key.toArray(String[]::new));
                series.remove(key);
            }
        }
    }

    /** An instrument that keeps its series in a {@link SeriesMap}. */
    interface Owner extends Instrument {

        SeriesMap<?> series();

        @Override
        default void removeIf(Predicate<List<String>> isEnded) {
            series().removeIf(isEnded);
        }
    }
}
