package weir.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFilesTest {

    @TempDir
    Path directory;

    @Test
    void writeReplacesTheContentAndLeavesNoOtherFile() throws IOException {
        Path file = directory.resolve("state.json");
        AtomicFiles.write(file, "old");
        AtomicFiles.write(file, "new, with ä");
        assertEquals("new, with ä", Files.readString(file));
        assertEquals(List.of("state.json"), names());
    }

    @Test
    void partialFileOfAKilledProcessIsReplaced() throws IOException {
        Path file = directory.resolve("state.json");
        Files.writeString(directory.resolve("state.json.part"), "half of a much longer content");
        AtomicFiles.write(file, "new");
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("state.json"), names());
    }

    @Test
    void ownerOnlyFileIsReadableByItsOwnerAlone() throws IOException {
        Path file = directory.resolve("token");
        AtomicFiles.writeOwnerOnly(file, "secret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("secret", Files.readString(file));
    }

    @Test
    void failedWriteKeepsTheOldContent() throws IOException {
        Path file = Files.createDirectory(directory.resolve("taken"));
        Files.writeString(file.resolve("inside"), "a directory that is not empty cannot be replaced");
        assertThrows(IOException.class, () -> AtomicFiles.write(file, "new"));
        assertEquals(true, Files.isDirectory(file));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
