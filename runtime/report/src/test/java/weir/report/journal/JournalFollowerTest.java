package weir.report.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFollowerTest {

    @TempDir
    Path folder;

    private Path file;
    private JournalFollower follower;

    @BeforeEach
    void open() {
        file = folder.resolve("decisions.jsonl");
        follower = new JournalFollower(file);
    }

    @AfterEach
    void close() throws IOException {
        follower.close();
    }

    @Test
    void waitsForAFileThatIsNotThere() throws IOException {
        assertEquals(List.of(), follower.last(10));
        assertEquals(List.of(), grown());
        append("one\n");
        assertEquals(List.of("one"), grown());
    }

    @Test
    void beginsWithTheLastLinesAcrossATurn() throws IOException {
        append("one\ntwo\n");
        turnOver();
        append("three\n");
        assertEquals(List.of("two", "three"), follower.last(2));
        assertEquals(List.of(), follower.last(0));
    }

    @Test
    void aLineIsGivenOutWhenItIsFinished() throws IOException {
        append("one\nhal");
        assertEquals(List.of("one"), grown());
        append("f, é");
        assertEquals(List.of(), grown());
        append("\n");
        assertEquals(List.of("half, é"), grown());
    }

    @Test
    void noLineIsMissedWhenTheFileIsTurnedOver() throws IOException {
        append("one\n");
        assertEquals(List.of("one"), grown());
        append("two\n");
        turnOver();
        assertEquals(List.of("two"), grown(), "the old file to its end, though nothing is under the name");
        append("three\n");
        assertEquals(List.of("three"), grown());
        append("four\n");
        turnOver();
        append("five\n");
        assertEquals(List.of("four", "five"), grown());
    }

    @Test
    void aFileThatWasEmptiedIsReadFromItsBeginning() throws IOException {
        append("one\ntwo\n");
        assertEquals(List.of("one", "two"), grown());
        Files.writeString(file, "new\n");
        assertEquals(List.of("new"), grown());
    }

    private List<String> grown() throws IOException {
        List<String> lines = new ArrayList<>();
        follower.grown(lines::add);
        return lines;
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void turnOver() throws IOException {
        Files.move(file, file.resolveSibling("decisions.jsonl.1"), StandardCopyOption.REPLACE_EXISTING);
    }
}
