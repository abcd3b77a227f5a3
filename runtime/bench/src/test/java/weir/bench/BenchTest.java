package weir.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {

    @Test
    void optionsHaveDefaults() {
        Bench.Invocation invocation = Bench.parse("swap");
        assertEquals("swap", invocation.measurement().name());
        assertEquals(Map.of("swaps", 10_000, "foreign", 0), invocation.options());
        assertNull(invocation.json());
    }

    @Test
    void optionsAndFileMayComeInAnyOrder() {
        for (String line : new String[] {"swap --json f --swaps 7", "swap --swaps 7 --json f"}) {
            Bench.Invocation invocation = Bench.parse(line.split(" "));
            assertEquals(Map.of("swaps", 7, "foreign", 0), invocation.options());
            assertEquals(Path.of("f"), invocation.json());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "swap --swaps",
                "swap --swaps 0",
                "swap --swaps x",
                "swap swaps 7",
                "swap --json",
                "start --swaps 7"
            })
    void invalidArgumentsShowTheUsage(String line) {
        String[] arguments = line.split(" ");
        String message = assertThrows(IllegalArgumentException.class, () -> Bench.parse(arguments))
                .getMessage();
        assertTrue(message.contains("usage: weir bench " + arguments[0]), message);
    }

    @Test
    void unknownNameListsTheBenchmarks() {
        String message = assertThrows(IllegalArgumentException.class, () -> Bench.parse("swop"))
                .getMessage();
        assertTrue(message.contains("swap"), message);
    }

    /** Reported before the measurement, which takes minutes, and without other output. */
    @Test
    void unwritableFileIsReportedBeforeTheMeasurement() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] arguments = {"start", "--json", "/no/such/figures.json"};
        assertEquals(2, Bench.run(arguments, new PrintStream(out, true), new PrintStream(err, true)));
        assertEquals("", out.toString());
        assertEquals(
                "weir: cannot write /no/such/figures.json. Name a file in a directory that exists and is writable.",
                String.join(" ", err.toString().lines().toList()));
    }
}
