package weir.chain.internal.override;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.io.TempDir;

/** A metagraph file of the operator, and a clock that the test moves. */
abstract class MetagraphFileFixture {

    static final String HOTKEY = "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH";

    static final String OTHER = "5DeZAMjvpmKhgfoju3A2nSarhrSWDrk25vDi38UocrqVUB6z";

    @TempDir
    Path folder;

    static final Duration MISSING_GRACE = Duration.ofMinutes(1);

    final AtomicLong nanoTime = new AtomicLong();

    record Entry(boolean hasPermit, double stake) {}

    MetagraphFile read(Path file) {
        MetagraphFile metagraph = new MetagraphFile(file, 98, MISSING_GRACE, nanoTime::get);
        metagraph.refresh();
        return metagraph;
    }

    static Optional<Entry> inForce(MetagraphFile file, String hotkey) {
        return file.metagraph()
                .flatMap(metagraph -> metagraph.neuron(hotkey))
                .map(neuron -> new Entry(neuron.hasPermit(), neuron.totalStakeTokens()));
    }

    /** Reads the file two seconds later. */
    void refresh(MetagraphFile metagraph) {
        nanoTime.addAndGet(2_000_000_000L);
        metagraph.refresh();
    }

    /** Log lines of ten checks that find the same problem. */
    int checkTenTimes(MetagraphFile metagraph) {
        return logOf(() -> {
                    for (int i = 0; i < 10; i++) {
                        refresh(metagraph);
                        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
                    }
                })
                .size();
    }

    static List<LogRecord> logOf(Runnable action) {
        List<LogRecord> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(MetagraphFile.class.getName());
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    static String neuron(String permit, String stake) {
        return "{\"block\": 1, \"neurons\": [" + entry(HOTKEY, permit, stake) + "]}";
    }

    static String entry(String hotkey, String permit, String stake) {
        return "{\"uid\": 0, \"hotkey\": \"" + hotkey + "\", \"permit\": " + permit + ", \"stake\": " + stake + "}";
    }
}
