package weir.chain.internal.override;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Which entries of the metagraph file are used, and how invalid ones are reported. */
class MetagraphEntriesTest extends MetagraphFileFixture {

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
            "{\"hotkey\": \"invalid\", \"permit\": true, \"stake\": 1}",
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

    @Test
    void byteOrderMarkIsIgnored() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), "\ufeff" + neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        assertEquals(List.of(), metagraph.problems());
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
}
