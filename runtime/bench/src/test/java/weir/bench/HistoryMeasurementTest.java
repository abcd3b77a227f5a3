package weir.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The measurement in small: every swap that was stored is replayed, in a process of its own. */
class HistoryMeasurementTest {

    @Test
    void replaysWhatItStored() throws Exception {
        String figures = new HistoryMeasurement()
                .measure(Map.of("swaps", 40_000, "heap", 64), new PrintStream(PrintStream.nullOutputStream()))
                .json();
        // The batch that is stored again and again ends where a block ends; the first swap only tells the price.
        assertTrue(figures.matches("(?s).*\"v3_swaps\":[34]\\d{4}[,}].*"), figures);
        assertTrue(figures.contains("\"validator_in_range\":1"), figures);
        assertTrue(figures.contains("\"v3_rss_most_mb\":"), figures);
    }
}
