package weir.metrics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weir.metrics.Counter;
import weir.metrics.Gauge;
import weir.metrics.Histogram;
import weir.metrics.Metrics;

class PrometheusMetricsTest {

    private final Metrics metrics = Metrics.create();

    @Test
    void countersGaugesAndHistogramsAppearInTheTextFormat() {
        metrics.counter("weir_queries_total", "Queries", "route").increment("weth");
        metrics.counter("weir_queries_total", "Queries", "route").add(2, "weth");
        metrics.gauge("weir_age_seconds", "Age").set(1.5);
        metrics.histogram("weir_answer_seconds", "Answers", List.of(.1, 1d), "route")
                .observe(Duration.ofMillis(500), "a \"quoted\" route\n");

        assertLine("# TYPE weir_queries_total counter");
        assertLine("weir_queries_total{route=\"weth\"} 3.0");
        assertLine("weir_age_seconds 1.5");
        assertLine("weir_answer_seconds_bucket{route=\"a \\\"quoted\\\" route\\n\",le=\"0.1\"} 0");
        assertLine("weir_answer_seconds_bucket{route=\"a \\\"quoted\\\" route\\n\",le=\"1.0\"} 1");
        assertLine("weir_answer_seconds_sum{route=\"a \\\"quoted\\\" route\\n\"} 0.5");
    }

    @Test
    void theJvmIsMeasured() {
        String text = metrics.text();

        for (String name : List.of("jvm_memory_used_bytes{area=\"heap\"}", "jvm_threads_current", "process_open_fds")) {
            assertTrue(text.contains("\n" + name + " "), name + " is missing in " + text);
        }
    }

    @Test
    void anExistingMetricIsReturnedToARestartedComponent() {
        Counter counter = metrics.counter("weir_a_total", "A", "route");

        assertSame(counter, metrics.counter("weir_a_total", "A, described in another way", "route"));
    }

    @Test
    void aNameBelongsToOneKindAndOneSetOfLabels() {
        metrics.counter("weir_a_total", "A", "route");

        metrics.gauge("weir_a_ratio", "A");

        IllegalArgumentException kind =
                assertThrows(IllegalArgumentException.class, () -> metrics.histogram("weir_a_ratio", "A", List.of(1d)));
        assertThrows(IllegalArgumentException.class, () -> metrics.counter("weir_a_total", "A", "pair"));
        assertThrows(IllegalArgumentException.class, () -> metrics.gauge("a name with blanks", "A"));
        assertThrows(IllegalArgumentException.class, () -> metrics.counter("weir_a", "A"));
        assertThrows(IllegalArgumentException.class, () -> metrics.gauge("weir_b_total", "B"));
        assertTrue(kind.getMessage().contains("exists as gauge"), kind.getMessage());
    }

    @Test
    void aWrongNumberOfLabelValuesIsRejected() {
        Counter counter = metrics.counter("weir_a_total", "A", "route");

        assertThrows(IllegalArgumentException.class, counter::increment);
        assertThrows(IllegalArgumentException.class, () -> counter.increment("a", "b"));
    }

    @Test
    void removedSeriesEndAndALaterValueStartsAnew() {
        Histogram histogram = metrics.histogram("weir_d_seconds", "D", List.of(1d), "strategy", "version");
        histogram.observe(1, "hold", "1.0.0");
        histogram.observe(1, "hold", "2.0.0");

        histogram.removeIf(values -> values.get(1).equals("1.0.0"));

        assertFalse(metrics.text().contains("1.0.0\""), metrics.text());
        assertLine("weir_d_seconds_count{strategy=\"hold\",version=\"2.0.0\"} 1");
        histogram.observe(1, "hold", "1.0.0");
        assertLine("weir_d_seconds_count{strategy=\"hold\",version=\"1.0.0\"} 1");
    }

    @Test
    void aGaugeWithoutLabelsIsNotANumberWhileItHasNoValue() {
        Gauge gauge = metrics.gauge("weir_age_seconds", "Age");
        assertLine("weir_age_seconds NaN");
        gauge.set(2);
        assertLine("weir_age_seconds 2.0");

        gauge.removeIf(values -> true);

        assertLine("weir_age_seconds NaN");
    }

    @Test
    void aFloodOfLabelValuesEndsInOneSeries() {
        Counter counter = metrics.counter("weir_a_total", "A", "route");
        for (int i = 0; i < 3 * Metrics.MAX_SERIES; i++) {
            counter.increment("route-" + i);
        }

        assertLine("weir_a_total{route=\"other\"} " + (2.0 * Metrics.MAX_SERIES));
        assertEquals(
                Metrics.MAX_SERIES + 1,
                metrics.text()
                        .lines()
                        .filter(line -> line.startsWith("weir_a_total{"))
                        .count());
    }

    @Test
    void updatesRunBeforeEachReadUntilTheirRegistrationIsClosed() {
        Gauge gauge = metrics.gauge("weir_a_ratio", "A");
        double[] value = {0};
        try (Metrics.Registration updates = metrics.beforeRead(() -> gauge.set(++value[0]))) {
            assertLine("weir_a_ratio 1.0");
            assertLine("weir_a_ratio 2.0");
        }

        assertLine("weir_a_ratio 2.0");
    }

    @Test
    void aFailingUpdateStopsNeitherItsNeighboursNorTheRead() {
        Gauge gauge = metrics.gauge("weir_a_ratio", "A");
        metrics.beforeRead(() -> {
            throw new IllegalStateException("a broken update");
        });
        metrics.beforeRead(() -> gauge.set(1));

        assertLine("weir_a_ratio 1.0");
    }

    @Test
    void valuesOfManyThreadsAreAllCounted() throws Exception {
        Counter counter = metrics.counter("weir_a_total", "A", "route");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            threads.submit(() -> {
                start.await();
                for (int j = 0; j < 1_000; j++) {
                    counter.increment("weth");
                }
                return null;
            });
        }
        start.countDown();
        threads.shutdown();
        assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));

        assertLine("weir_a_total{route=\"weth\"} 4000.0");
    }

    private void assertLine(String line) {
        String text = metrics.text();
        assertTrue(text.lines().anyMatch(line::equals), line + " is missing in\n" + text);
    }
}
