package weir.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
