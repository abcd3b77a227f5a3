package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateCopiesTest {

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    @Test
    void keepsUnderTheContentsHash() throws Exception {
        PrivateCopies copies = new PrivateCopies(folder.resolve("bundles"));
        Path file = Files.writeString(folder.resolve("a.jar"), "hello");
        try (PrivateCopies.Draft draft = copies.draft(file)) {
            assertEquals(HELLO, draft.hash());
            assertFalse(copies.isWhole(HELLO));
            draft.keep();
        }
        assertTrue(copies.isWhole(HELLO));
        Files.writeString(copies.path(HELLO), "spoilt");
        assertFalse(copies.isWhole(HELLO));
    }

    @Test
    void aDraftThatIsNotKeptLeavesNothing() throws Exception {
        PrivateCopies copies = new PrivateCopies(folder.resolve("bundles"));
        copies.draft(Files.writeString(folder.resolve("a.jar"), "hello")).close();
        try (Stream<Path> files = Files.list(folder.resolve("bundles"))) {
            assertEquals(0, files.count());
        }
    }

    /** Sparse: it takes no room itself, a copy of it would. */
    @Test
    void aFileThatIsFarTooLargeIsNotCopied() throws Exception {
        Path file = folder.resolve("huge.jar");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(PrivateCopies.LARGEST + 1);
        }
        PrivateCopies copies = new PrivateCopies(folder.resolve("bundles"));
        Refusal refusal = assertThrows(Refusal.class, () -> copies.draft(file).close());
        assertEquals("it is larger than 256 MiB; leave data out of the bundle", refusal.getMessage());
    }

    @Test
    void sweepsWhatNobodyNeedsAndWhatACrashLeft() throws IOException {
        PrivateCopies copies = new PrivateCopies(folder);
        Files.writeString(folder.resolve("aa.jar"), "needed");
        Files.writeString(folder.resolve("bb.jar"), "not needed");
        Files.writeString(folder.resolve("copy1.part"), "a crash left it");
        copies.keepOnly(Set.of("aa"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    "aa.jar", files.map(file -> file.getFileName().toString()).reduce("", String::concat));
        }
    }

    @Test
    void whatIsInstalledIsReadBackAndRubbishIsNothing() throws IOException {
        InstalledFile memory = new InstalledFile(folder.resolve("installed.json"));
        assertEquals(Map.of(), memory.read());
        memory.write(Map.of("a.jar", HELLO));
        assertEquals(Map.of("a.jar", HELLO), memory.read());
        for (String rubbish : new String[] {"", "[]", "{\"a.jar\": {}}", "{\"a.jar\": "}) {
            Files.writeString(folder.resolve("installed.json"), rubbish);
            assertEquals(Map.of(), memory.read());
        }
    }
}
