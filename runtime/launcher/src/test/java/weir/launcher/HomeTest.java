package weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class HomeTest {

    @TempDir
    Path folder;

    private Assembly assembly;
    private Home home;

    @BeforeEach
    void makeAssembly() throws IOException {
        assembly = new Assembly(folder.resolve("weir"));
        Files.createDirectories(folder.resolve("weir/plugins"));
        Files.createDirectories(folder.resolve("weir/conf/routes"));
        Files.writeString(assembly.plugins().resolve("hold.jar"), "one");
        Files.writeString(assembly.routes().resolve("default.json"), "{}");
        home = new Home(folder.resolve("deep/home"));
    }

    @Test
    void missingFoldersAreFilled() throws IOException {
        home.fill(assembly);
        assertEquals("one", Files.readString(home.plugins().resolve("hold.jar")));
        assertEquals("{}", Files.readString(home.routes().resolve("default.json")));
        assertTrue(Files.isDirectory(home.data()));
        assertTrue(Files.isDirectory(home.logs()));
        try (Stream<Path> made = Files.list(home.folder())) {
            assertEquals(4, made.count(), "nothing is left over");
        }
    }

    @Test
    void existingFoldersAreNotChanged() throws IOException {
        home.fill(assembly);
        Files.writeString(home.routes().resolve("default.json"), "mine");
        Files.delete(home.plugins().resolve("hold.jar"));
        Files.writeString(assembly.routes().resolve("default.json"), "newer");
        Files.writeString(assembly.plugins().resolve("other.jar"), "newer");
        home.fill(assembly);
        assertEquals("mine", Files.readString(home.routes().resolve("default.json")));
        assertFalse(Files.exists(home.plugins().resolve("hold.jar")), "what was removed stays removed");
        assertFalse(Files.exists(home.plugins().resolve("other.jar")));
    }

    @Test
    void namesTheFolderThatCannotBeFilled() throws IOException {
        Files.writeString(folder.resolve("deep"), "a file where a folder should be");
        WeirException failure = assertThrows(WeirException.class, () -> home.fill(assembly));
        assertTrue(failure.getMessage().contains(home.folder().toString()), failure.getMessage());
        assertTrue(failure.remedy().contains("--home"), failure.remedy());
        assertFalse(failure.isUsageError());
    }

    @Test
    void canBeLockedOnce() throws IOException {
        home.fill(assembly);
        try (FileLock lock = home.lock()) {
            assertTrue(lock.isValid());
            WeirException failure = assertThrows(WeirException.class, home::lock);
            assertTrue(failure.getMessage().contains("is running"), failure.getMessage());
        }
        try (FileLock again = home.lock()) {
            assertTrue(again.isValid());
        }
    }
}
