package weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CommandFailureTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void aFailureSaysWhatToDoNext() {
        assertEquals(2, explain(CommandFailure.usage("there is no file x", "Give another.")));
        assertEquals("weir: there is no file x.\nGive another.\n", said());
    }

    @Test
    void manyLinesStayLines() {
        assertEquals(1, explain(CommandFailure.failed("it ended:\none\ttwo\nthree", "Mend it.")));
        assertEquals("weir: it ended:\none two\nthree.\nMend it.\n", said());
    }

    @Test
    void whatNobodyExpectedIsOwnedUpToAndItsTraceKept() throws IOException {
        assertEquals(1, explain(new IllegalStateException("the cube is round")));
        assertTrue(
                said().startsWith(
                                "weir: IllegalState (the cube is round): a fault of Weir's, and not of what was asked.\n"),
                said());
        Matcher file = Pattern.compile("Report it with the command and (.*), which holds the trace\\.\n")
                .matcher(said());
        assertTrue(file.find(), said());
        Path trace = Path.of(file.group(1));
        String text = Files.readString(trace);
        Files.delete(trace);
        assertTrue(text.contains("the cube is round") && text.contains("CommandFailureTest"), text);
    }

    private int explain(Throwable thrown) {
        return CommandFailure.explain(thrown, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
