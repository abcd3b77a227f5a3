package weir.metrics.internal;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.metrics.Counter;
import weir.metrics.Gauge;
import weir.metrics.Histogram;
import weir.metrics.Instrument;
import weir.metrics.Metrics;

/** Implements {@link Metrics} with the Prometheus client library, and adds metrics of the JVM. Exemplars are off, because their package is not in the bundle. */
@Component
public final class PrometheusMetrics implements Metrics {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusMetrics.class);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final Map<String, Existing> instruments = new HashMap<>();
    private final List<Update> updates = new CopyOnWriteArrayList<>();

    private record Existing(String kind, List<?> labelsAndBounds, Instrument instrument) {}

    @Activate
    public PrometheusMetrics() {
        JvmMetrics.register(registry);
    }

    @Override
    public Counter counter(String name, String help, String... labels) {
        return findOrRegister(name, "counter", List.of(List.of(labels)), Counter.class, () -> {
            var metric = io.prometheus.metrics.core.metrics.Counter.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labels)
                    .withoutExemplars()
                    .register(registry);
            return new CounterSeries(new SeriesMap<>(labels.length, metric::labelValues, metric::remove));
        });
    }

    @Override
    public Gauge gauge(String name, String help, String... labels) {
        return findOrRegister(name, "gauge", List.of(List.of(labels)), Gauge.class, () -> {
            var metric = io.prometheus.metrics.core.metrics.Gauge.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labels)
                    .withoutExemplars()
                    .register(registry);
            if (labels.length == 0) {
                // The library always shows a metric without labels.
                metric.set(Double.NaN);
                return new GaugeSeries(new SeriesMap<>(0, values -> metric, values -> metric.set(Double.NaN)));
            }
            return new GaugeSeries(new SeriesMap<>(labels.length, metric::labelValues, metric::remove));
        });
    }

    @Override
    public Histogram histogram(String name, String help, List<Double> upperBounds, String... labels) {
        return findOrRegister(name, "histogram", List.of(upperBounds, List.of(labels)), Histogram.class, () -> {
            var metric = io.prometheus.metrics.core.metrics.Histogram.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labels)
                    .classicOnly()
                    .classicUpperBounds(upperBounds.stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                    .withoutExemplars()
                    .register(registry);
            return new HistogramSeries(new SeriesMap<>(labels.length, metric::labelValues, metric::remove));
        });
    }

    private synchronized <I extends Instrument> I findOrRegister(
            String name, String kind, List<?> labelsAndBounds, Class<I> type, Supplier<I> factory) {
        if (!NAME.matcher(name).matches() || kind.equals("counter") != name.endsWith("_total")) {
            throw new IllegalArgumentException("'" + name + "' is not a name of a " + kind
                    + "; use lower case, digits and _, and _total at the end of a counter, and only there");
        }
        Existing existing = instruments.get(name);
        if (existing == null) {
            existing = new Existing(kind, labelsAndBounds, factory.get());
            instruments.put(name, existing);
        } else if (!existing.kind.equals(kind) || !existing.labelsAndBounds.equals(labelsAndBounds)) {
            throw new IllegalArgumentException("metric " + name + " exists as " + existing.kind
                    + existing.labelsAndBounds + "; give the new one, " + kind + labelsAndBounds + ", another name");
        }
        return type.cast(existing.instrument);
    }

    @Override
    public Registration beforeRead(Runnable task) {
        Update update = new Update(task);
        updates.add(update);
        return () -> updates.remove(update);
    }

    @Override
    public String text() {
        synchronized (updates) {
            updates.forEach(Update::run);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** A task that logs its failure only if the run before succeeded. */
    private static final class Update {

        private final Runnable task;
        private boolean hasFailed;

        Update(Runnable task) {
            this.task = task;
        }

        void run() {
            try {
                task.run();
                hasFailed = false;
            } catch (RuntimeException | LinkageError e) {
                if (!hasFailed) {
                    LOG.warn("Some metrics are not up to date, because their update failed", e);
                }
                hasFailed = true;
            }
        }
    }

    private record CounterSeries(SeriesMap<CounterDataPoint> series) implements Counter, SeriesMap.Owner {
        @Override
        public void add(double amount, String... labelValues) {
            series.get(labelValues).inc(amount);
        }
    }

    private record GaugeSeries(SeriesMap<GaugeDataPoint> series) implements Gauge, SeriesMap.Owner {
        @Override
        public void set(double value, String... labelValues) {
            series.get(labelValues).set(value);
        }
    }

    private record HistogramSeries(SeriesMap<DistributionDataPoint> series) implements Histogram, SeriesMap.Owner {
        @Override
        public void observe(double value, String... labelValues) {
            series.get(labelValues).observe(value);
        }
    }
}
