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
    void waitsForAMissingFile() throws IOException {
        assertEquals(List.of(), follower.lastLines(10));
        assertEquals(List.of(), newLines());
        append("one\n");
        assertEquals(List.of("one"), newLines());
    }

    @Test
    void lastLinesIncludeTheRotatedFile() throws IOException {
        append("one\ntwo\n");
        rotate();
        append("three\n");
        assertEquals(List.of("two", "three"), follower.lastLines(2));
        assertEquals(List.of(), follower.lastLines(0));
    }

    @Test
    void lineIsPassedOnWhenItIsComplete() throws IOException {
        append("one\nhal");
        assertEquals(List.of("one"), newLines());
        append("f, é");
        assertEquals(List.of(), newLines());
        append("\n");
        assertEquals(List.of("half, é"), newLines());
    }

    @Test
    void noLineIsLostWhenTheFileIsRotated() throws IOException {
        append("one\n");
        assertEquals(List.of("one"), newLines());
        append("two\n");
        rotate();
        assertEquals(List.of("two"), newLines(), "the old file to its end, though nothing is under the name");
        append("three\n");
        assertEquals(List.of("three"), newLines());
        append("four\n");
        rotate();
        append("five\n");
        assertEquals(List.of("four", "five"), newLines());
    }

    @Test
    void truncatedFileIsReadFromItsStart() throws IOException {
        append("one\ntwo\n");
        assertEquals(List.of("one", "two"), newLines());
        Files.writeString(file, "new\n");
        assertEquals(List.of("new"), newLines());
    }

    private List<String> newLines() throws IOException {
        List<String> lines = new ArrayList<>();
        follower.readNew(lines::add);
        return lines;
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rotate() throws IOException {
        Files.move(file, file.resolveSibling("decisions.jsonl.1"), StandardCopyOption.REPLACE_EXISTING);
    }
}
