package weir.bench.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short measurement: every stored swap is replayed in a separate process. */
class HistoryMeasurementTest {

    @Test
    void storedSwapsAreReplayed() throws Exception {
        String figures = new HistoryMeasurement()
                .measure(Map.of("swaps", 40_000, "heap", 64), new PrintStream(PrintStream.nullOutputStream()))
                .json();
        // The stored batch ends at the end of a block; the first swap only gives the price.
        assertTrue(figures.matches("(?s).*\"v3_swaps\":[34]\\d{4}[,}].*"), figures);
        assertTrue(figures.contains("\"validator_in_range\":1"), figures);
        assertTrue(figures.contains("\"v3_rss_most_mb\":"), figures);
    }
}
