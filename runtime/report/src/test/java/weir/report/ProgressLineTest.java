package weir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void showsTheTimeLeftAndClearsTheLine() {
        String shown = shown(true);
        assertTrue(shown.contains("1,000 swaps, 31 s left"), shown);
        assertFalse(shown.contains("2,000"), "not oftener than one can read");
        assertTrue(shown.endsWith("\r"), "the line is empty again");
    }

    @Test
    void writesALineFromTimeToTimeToALog() {
        assertEquals("1,000 swaps, 31 s left" + System.lineSeparator(), shown(false));
    }

    private static String shown(boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (ProgressLine line = new ProgressLine(out, terminal)) {
            line.show("1,000 swaps", Duration.ofSeconds(10), Optional.of(Duration.ofSeconds(30)));
            line.show("2,000 swaps", Duration.ofMillis(10_050), Optional.empty());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
