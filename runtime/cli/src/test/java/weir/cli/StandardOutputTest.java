package weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;

class StandardOutputTest {

    @Test
    void failedWritesThrow() {
        WeirException full = assertThrows(
                WeirException.class, () -> printTo("No space left on device").println("a line"));
        assertTrue(full.problem().contains("No space left on device"), full.problem());
        assertThrows(WeirException.class, () -> printTo("Bad file descriptor").print("no line break"));
    }

    @Test
    void pipeWithoutAReaderHasItsOwnException() {
        assertThrows(StandardOutput.NoReaderException.class, () -> printTo("Broken pipe")
                .println("a line"));
    }

    @Test
    void otherOutputIsPassedOn() {
        StringBuilder written = new StringBuilder();
        PrintStream out = new PrintStream(
                new StandardOutput(new OutputStream() {
                    @Override
                    public void write(int b) {
                        written.append((char) b);
                    }
                }),
                true,
                StandardCharsets.UTF_8);
        out.print("a line\n");
        out.write('b');
        assertEquals("a line\nb", written.toString());
    }

    private static PrintStream printTo(String failure) {
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        return new PrintStream(new StandardOutput(new BufferedOutputStream(failing)), true, StandardCharsets.UTF_8);
    }
}
