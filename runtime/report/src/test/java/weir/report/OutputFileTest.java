package weir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonIOException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.report.internal.CsvWriter;

/** Files that commands write, and texts of strategies in them and on the terminal. */
class OutputFileTest {

    @TempDir
    Path folder;

    @Test
    void existingFileIsReplacedWhenTheContentIsComplete() throws IOException {
        Path file = folder.resolve("out.json");
        OutputFile.write(file, "first");
        assertThrows(
                WeirException.class,
                () -> OutputFile.write(file, out -> {
                    out.write("second");
                    throw new IOException("the disk is full");
                }));
        WeirException json = assertThrows(
                WeirException.class,
                () -> OutputFile.write(file, out -> {
                    throw new JsonIOException(new IOException("No space left on device"));
                }));
        assertEquals("cannot write " + file + ": No space left on device", json.problem());
        assertEquals("first", Files.readString(file));
        OutputFile.write(file, "third");
        assertEquals("third", Files.readString(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void textOfStrategiesControlsNeitherTerminalNorSpreadsheet() throws IOException {
        TextTable table = new TextTable("reason");
        table.row("wide\u001b[2J\u009b31m\nred");
        assertTrue(table.text().chars().noneMatch(c -> c == 0x1b || c == 0x9b), table.text());
        assertEquals(2, table.text().lines().count(), table.text());
        StringWriter csv = new StringWriter();
        new CsvWriter(csv).row(Arrays.asList("=HYPERLINK(\"x\")", "-0.5", "-0.5+1", Double.NaN, null, 1.5, "a b"));
        assertEquals("\"'=HYPERLINK(\"\"x\"\")\",-0.5,\"'-0.5+1\",,,1.5,\"a b\"\r\n", csv.toString());
    }
}
