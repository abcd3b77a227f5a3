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

/** The metagraph file is read again after a change; invalid content does not replace valid content. */
class MetagraphFileTest {

    private static final String HOTKEY = "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH";

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void changedFileIsReadAgain() throws IOException {
        Path file = folder.resolve("metagraph.json");
        MetagraphFile metagraph = new MetagraphFile(file, nanoTime::get);
        assertEquals(Optional.empty(), metagraph.neuron(HOTKEY));
        assertTrue(metagraph.problem().orElseThrow().contains("does not exist"));

        Files.writeString(file, neuron("true", "5000"));
        assertEquals(Optional.empty(), metagraph.neuron(HOTKEY), "checked once a second");
        nanoTime.addAndGet(2_000_000_000L);
        assertEquals(Optional.of(new Neuron(true, 5000)), metagraph.neuron(HOTKEY));
        assertEquals(Optional.empty(), metagraph.problem());

        Files.writeString(file, neuron("false", "5000.25"));
        nanoTime.addAndGet(2_000_000_000L);
        assertEquals(Optional.of(new Neuron(false, 5000.25)), metagraph.neuron(HOTKEY));
    }

    @Test
    void invalidFileKeepsTheLastValidContent() throws IOException {
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
            assertTrue(metagraph.problem().orElseThrow().contains("stays in force"), broken);
        }
    }

    /** A directory in its place, or bytes that are not UTF-8, cannot be read by any user. */
    @Test
    void unreadableFileKeepsTheLastValidContent() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = new MetagraphFile(file, nanoTime::get);
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(1, checkTenTimes(metagraph), "log lines");
        assertTrue(metagraph.problem().orElseThrow().contains("cannot be read"));

        Files.delete(file);
        Files.write(file, new byte[] {'{', (byte) 0xff});
        assertEquals(1, checkTenTimes(metagraph), "log lines");
        assertTrue(metagraph.problem().orElseThrow().contains("stays in force"));

        Files.writeString(file, neuron("true", "6000"));
        nanoTime.addAndGet(2_000_000_000L);
        assertEquals(Optional.empty(), metagraph.problem(), "the health check reads the file, too");
        assertEquals(Optional.of(new Neuron(true, 6000)), metagraph.neuron(HOTKEY));
    }

    /** Log lines of ten checks that find the same problem. */
    private int checkTenTimes(MetagraphFile metagraph) {
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
