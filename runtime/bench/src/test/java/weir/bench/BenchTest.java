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
        Bench.Order order = Bench.order("swap");
        assertEquals("swap", order.measurement().name());
        assertEquals(Map.of("swaps", 10_000), order.options());
        assertNull(order.json());
    }

    @Test
    void optionsAndFileComeInAnyOrder() {
        for (String line : new String[] {"swap --json f --swaps 7", "swap --swaps 7 --json f"}) {
            Bench.Order order = Bench.order(line.split(" "));
            assertEquals(Map.of("swaps", 7), order.options());
            assertEquals(Path.of("f"), order.json());
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
    void saysWhatMayStandThere(String line) {
        String[] words = line.split(" ");
        String message = assertThrows(IllegalArgumentException.class, () -> Bench.order(words))
                .getMessage();
        assertTrue(message.contains("usage: weir bench " + words[0]), message);
    }

    @Test
    void namesWhatThereIs() {
        String message = assertThrows(IllegalArgumentException.class, () -> Bench.order("swop"))
                .getMessage();
        assertTrue(message.contains("swap"), message);
    }

    /** Before the measurement, which takes minutes: nothing else may be said than what to do. */
    @Test
    void aFolderThatIsNotThereIsSaidBeforehand() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = {"start", "--json", "/no/such/figures.json"};
        assertEquals(2, Bench.run(words, new PrintStream(out, true), new PrintStream(err, true)));
        assertEquals("", out.toString());
        assertEquals(
                "weir: cannot write /no/such/figures.json. Name a file in a folder that exists and is writable.",
                String.join(" ", err.toString().lines().toList()));
    }
}
