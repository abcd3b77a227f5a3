package weir.chain.internal.override;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metagraph file is read again after a change; invalid content does not replace valid content. */
class MetagraphFileTest {

    private static final String HOTKEY = "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH";

    private static final String OTHER = "5DeZAMjvpmKhgfoju3A2nSarhrSWDrk25vDi38UocrqVUB6z";

    @TempDir
    Path folder;

    private static final Duration MISSING_GRACE = Duration.ofMinutes(1);

    private final AtomicLong nanoTime = new AtomicLong();

    private record Entry(boolean hasPermit, double stake) {}

    private MetagraphFile read(Path file) {
        MetagraphFile metagraph = new MetagraphFile(file, 98, MISSING_GRACE, nanoTime::get);
        metagraph.refresh();
        return metagraph;
    }

    private static Optional<Entry> inForce(MetagraphFile file, String hotkey) {
        return file.metagraph()
                .flatMap(metagraph -> metagraph.neuron(hotkey))
                .map(neuron -> new Entry(neuron.hasPermit(), neuron.totalStakeTokens()));
    }

    /** Reads the file two seconds later. */
    private void refresh(MetagraphFile metagraph) {
        nanoTime.addAndGet(2_000_000_000L);
        metagraph.refresh();
    }

    /** The thread that reads the file holds the monitor while its file system hangs; no request needs it. */
    @Test
    void lookupsDoNotWaitForAHangingFileSystem() throws Exception {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        nanoTime.addAndGet(Duration.ofSeconds(40).toNanos());
        CompletableFuture<Optional<Entry>> found;
        CompletableFuture<List<String>> problems;
        synchronized (metagraph) {
            found = CompletableFuture.supplyAsync(() -> inForce(metagraph, HOTKEY));
            problems = CompletableFuture.supplyAsync(metagraph::problems);
            assertEquals(Optional.of(new Entry(true, 5000)), found.get(10, TimeUnit.SECONDS));
            assertTrue(problems.get(10, TimeUnit.SECONDS).get(0).contains("has not been read for 40 s"));
        }
        metagraph.refresh();
        assertEquals(List.of(), metagraph.problems());
    }

    /** The outcome of a file depends on the file only, if it has a valid entry of the hotkey. */
    @Test
    void validEntryOfTheFileTakesPrecedenceOverAnEarlierFile() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile running = read(file);
        Files.writeString(
                file,
                "{\"neurons\": [" + entry(HOTKEY, "1", "1") + ", " + entry(HOTKEY, "true", "6000") + ", "
                        + entry(OTHER, "true", "7000") + "]}");
        refresh(running);
        MetagraphFile restarted = read(file);
        for (MetagraphFile metagraph : List.of(running, restarted)) {
            assertEquals(Optional.of(new Entry(true, 6000)), inForce(metagraph, HOTKEY));
            assertEquals(Optional.of(new Entry(true, 7000)), inForce(metagraph, OTHER));
            assertEquals(
                    List.of(file + " neurons[0]: permit must be true or false, not 1; the entry is ignored"),
                    metagraph.problems());
        }
    }

    @Test
    void changedFileIsReadAgain() throws IOException {
        Path file = folder.resolve("metagraph.json");
        MetagraphFile metagraph = read(file);
        assertEquals(Optional.empty(), metagraph.metagraph());
        assertEquals(List.of(), metagraph.problems(), "the chain is used");

        Files.writeString(file, neuron("true", "5000"));
        assertEquals(Optional.empty(), inForce(metagraph, HOTKEY), "a lookup does not read the file");
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        assertEquals(List.of(), metagraph.problems());

        Files.writeString(file, neuron("false", "5000.25"));
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(false, 5000.25)), inForce(metagraph, HOTKEY));
    }

    @Test
    void invalidFileKeepsTheLastValidContent() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        for (String broken : new String[] {
            "",
            "[]",
            "{",
            "{}",
            "{\"neurons\": 7}",
            "{\"neurons\": []} {}",
            neuron("true", "5000").substring(1)
        }) {
            Files.writeString(file, broken);
            refresh(metagraph);
            assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY), broken);
            assertTrue(metagraph.problems().toString().contains("stays in force"), broken);
        }
    }

    /** A directory in its place, or bytes that are not UTF-8, cannot be read by any user. */
    @Test
    void unreadableFileKeepsTheLastValidContent() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(1, checkTenTimes(metagraph), "log lines");
        assertTrue(metagraph.problems().toString().contains("cannot be read"));

        Files.delete(file);
        Files.write(file, new byte[] {'{', (byte) 0xff});
        assertEquals(1, checkTenTimes(metagraph), "log lines");
        assertTrue(metagraph.problems().toString().contains("stays in force"));

        Files.writeString(file, neuron("true", "6000"));
        refresh(metagraph);
        assertEquals(List.of(), metagraph.problems(), "valid again");
        assertEquals(Optional.of(new Entry(true, 6000)), inForce(metagraph, HOTKEY));
    }

    /** Reading a pipe would wait for a writer. */
    @Test
    void pipeInPlaceOfTheFileIsReported() throws Exception {
        Path file = folder.resolve("metagraph.json");
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        MetagraphFile metagraph = read(file);
        assertTrue(
                metagraph.problems().toString().contains("it is not a regular file"), metagraph.problems()::toString);
    }

    /** Log lines of ten checks that find the same problem. */
    private int checkTenTimes(MetagraphFile metagraph) {
        return logOf(() -> {
                    for (int i = 0; i < 10; i++) {
                        refresh(metagraph);
                        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
                    }
                })
                .size();
    }

    private static List<LogRecord> logOf(Runnable action) {
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

    /** Never read as a neuron without a permit, and never as an admission. */
    @Test
    void invalidEntryIsReportedAndAffectsNoOther() throws IOException {
        Path file = folder.resolve("metagraph.json");
        for (String entry : new String[] {
            "7",
            "null",
            "[]",
            "{}",
            "{\"hotkey\": 7, \"permit\": true, \"stake\": 1}",
            "{\"hotkey\": \"nobody\", \"permit\": true, \"stake\": 1}",
            entry(OTHER, "1", "5000"),
            entry(OTHER, "\"yes\"", "5000"),
            entry(OTHER, "null", "5000"),
            entry(OTHER, "{}", "5000"),
            entry(OTHER, "true", "NaN"),
            entry(OTHER, "true", "Infinity"),
            entry(OTHER, "true", "-Infinity"),
            entry(OTHER, "true", "\"NaN\""),
            entry(OTHER, "true", "1e999"),
            entry(OTHER, "true", "-1"),
            entry(OTHER, "true", "\"much\""),
            entry(OTHER, "true", "true"),
            entry(OTHER, "true", "null"),
            entry(HOTKEY, "false", "0")
        }) {
            Files.writeString(file, "{\"neurons\": [" + entry(HOTKEY, "true", "5000") + ", " + entry + "]}");
            MetagraphFile metagraph = read(file);
            assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY), entry);
            assertEquals(Optional.empty(), inForce(metagraph, OTHER), entry);
            assertEquals(1, metagraph.problems().size(), entry);
            assertTrue(
                    metagraph.problems().get(0).contains("metagraph.json neurons[1]: "),
                    metagraph.problems()::toString);
        }
    }

    @Test
    void lastValidEntryOfAHotkeyStaysInForce() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        Files.writeString(file, neuron("1", "6000"));
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        assertTrue(
                metagraph
                        .problems()
                        .get(0)
                        .endsWith("neurons[0]: permit must be true or false, not 1; the last valid" + " entry of "
                                + HOTKEY + " stays in force"),
                metagraph.problems()::toString);
    }

    /** A tool removes the file and then copies the new one. */
    @Test
    void missingFileKeepsItsContentForAMinute() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        Files.delete(file);
        for (int i = 0; i < 29; i++) {
            refresh(metagraph);
            assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
            assertTrue(metagraph.problems().toString().contains("is missing; its last content stays in force"));
        }
        Files.writeString(file, neuron("true", "5000"));
        refresh(metagraph);
        assertEquals(List.of(), metagraph.problems());
        Files.delete(file);
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        Duration pause = metagraph.refresh();
        assertTrue(pause.compareTo(MISSING_GRACE) <= 0, pause::toString);
        nanoTime.addAndGet(MISSING_GRACE.toNanos());
        metagraph.refresh();
        assertEquals(Optional.empty(), metagraph.metagraph());
        assertEquals(List.of(), metagraph.problems());
    }

    /** {@code rsync -t} and {@code cp -p} keep the time, and may keep the file's number. */
    @Test
    void otherContentOfEqualSizeAndTimeIsAChange() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true ", "5000"));
        FileTime time = Files.getLastModifiedTime(file);
        MetagraphFile metagraph = read(file);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        Files.writeString(file, neuron("false", "5000"));
        Files.setLastModifiedTime(file, time);
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(false, 5000)), inForce(metagraph, HOTKEY));
    }

    @Test
    void byteOrderMarkIsIgnored() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), "\ufeff" + neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        assertEquals(List.of(), metagraph.problems());
    }

    /** The operator wanted to choose the validators; an error must not admit others. */
    @Test
    void fileThatWasNeverValidAdmitsNoHotkey() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), "{");
        MetagraphFile metagraph = read(file);
        assertEquals(List.of(), metagraph.metagraph().orElseThrow().neurons());
        assertTrue(metagraph.problems().toString().contains("is not a valid metagraph"));
        Files.delete(file);
        Files.createDirectory(file);
        metagraph = read(file);
        assertEquals(List.of(), metagraph.metagraph().orElseThrow().neurons());
        assertTrue(metagraph.problems().toString().contains("cannot be read"));
    }

    @Test
    void stakesOfAnySizeAreNumbersOfTokens() throws IOException {
        Path file = folder.resolve("metagraph.json");
        double largest = Long.MAX_VALUE / 1e9;
        for (Map.Entry<String, Double> stake : Map.of(
                        "0", 0.0,
                        "0e2147483647", 0.0,
                        "1e-999999999", 0.0,
                        "0.000000001", 1e-9,
                        "0.0000000019", 1e-9,
                        "21000000", 21e6,
                        "1e300", largest,
                        "9223372037", largest)
                .entrySet()) {
            Files.writeString(file, neuron("true", stake.getKey()));
            assertEquals(Optional.of(new Entry(true, stake.getValue())), inForce(read(file), HOTKEY), stake.getKey());
        }
        Files.writeString(file, neuron("true", "1".repeat(101)));
        assertEquals(Optional.empty(), inForce(read(file), HOTKEY));
    }

    @Test
    void logCountsValidators() throws IOException {
        String neurons = entry(HOTKEY, "false", "999.5") + ", " + entry(OTHER, "true", "1000");
        Path file = Files.writeString(folder.resolve("metagraph.json"), "{\"neurons\": [" + neurons + "]}");
        List<LogRecord> lines = logOf(() -> read(file));
        assertEquals(
                file + " is used instead of the chain's metagraph: 2 neurons, 1 of them with a validator permit",
                lines.get(0).getMessage());
    }

    private static String neuron(String permit, String stake) {
        return "{\"block\": 1, \"neurons\": [" + entry(HOTKEY, permit, stake) + "]}";
    }

    private static String entry(String hotkey, String permit, String stake) {
        return "{\"uid\": 0, \"hotkey\": \"" + hotkey + "\", \"permit\": " + permit + ", \"stake\": " + stake + "}";
    }
}
