package weir.axon.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.metagraph.Metagraph.Neuron;

/** The snapshot is read, read again when it changes, and never replaced by a broken one. */
class MetagraphFileTest {

    private static final String HOTKEY = "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH";

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void followsTheFile() throws IOException {
        Path file = folder.resolve("metagraph.json");
        MetagraphFile metagraph = new MetagraphFile(file, nanoTime::get);
        assertEquals(Optional.empty(), metagraph.neuron(HOTKEY));
        assertTrue(metagraph.fault().orElseThrow().contains("is not there"));

        Files.writeString(file, neuron("true", "5000"));
        assertEquals(Optional.empty(), metagraph.neuron(HOTKEY), "looks once a second");
        nanoTime.addAndGet(2_000_000_000L);
        assertEquals(Optional.of(new Neuron(true, 5000)), metagraph.neuron(HOTKEY));
        assertEquals(Optional.empty(), metagraph.fault());

        Files.writeString(file, neuron("false", "5000.25"));
        nanoTime.addAndGet(2_000_000_000L);
        assertEquals(Optional.of(new Neuron(false, 5000.25)), metagraph.neuron(HOTKEY));
    }

    @Test
    void keepsTheLastGoodOne() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = new MetagraphFile(file, nanoTime::get);
        for (String broken : new String[] {
            "",
            "[]",
            "{",
            "{}",
            "{\"neurons\": [7]}",
            "{\"neurons\": [{\"hotkey\": \"nobody\"}]}",
            neuron("1", "\"much\"")
        }) {
            Files.writeString(file, broken);
            nanoTime.addAndGet(2_000_000_000L);
            assertEquals(Optional.of(new Neuron(true, 5000)), metagraph.neuron(HOTKEY), broken);
            assertTrue(metagraph.fault().orElseThrow().contains("stays in force"), broken);
        }
    }

    /** A folder in its place, and bytes that are no text: neither can be read, whoever runs the host. */
    @Test
    void keepsTheLastGoodOneWhileTheFileCannotBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = new MetagraphFile(file, nanoTime::get);
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(1, lookTenTimes(metagraph), "lines of the log");
        assertTrue(metagraph.fault().orElseThrow().contains("cannot be read"));

        Files.delete(file);
        Files.write(file, new byte[] {'{', (byte) 0xff});
        assertEquals(1, lookTenTimes(metagraph), "lines of the log");
        assertTrue(metagraph.fault().orElseThrow().contains("stays in force"));

        Files.writeString(file, neuron("true", "6000"));
        nanoTime.addAndGet(2_000_000_000L);
        assertEquals(Optional.empty(), metagraph.fault(), "health need not wait for somebody to ask");
        assertEquals(Optional.of(new Neuron(true, 6000)), metagraph.neuron(HOTKEY));
    }

    /** What is logged when the same is found ten times over; the last good snapshot answers all the time. */
    private int lookTenTimes(MetagraphFile metagraph) {
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
            for (int i = 0; i < 10; i++) {
                nanoTime.addAndGet(2_000_000_000L);
                assertEquals(Optional.of(new Neuron(true, 5000)), metagraph.neuron(HOTKEY));
            }
        } finally {
            logger.removeHandler(handler);
        }
        return lines.size();
    }

    private static String neuron(String permit, String stake) {
        return "{\"block\": 1, \"neurons\": [{\"uid\": 0, \"hotkey\": \"" + HOTKEY + "\", \"permit\": " + permit
                + ", \"stake\": " + stake + "}]}";
    }
}
