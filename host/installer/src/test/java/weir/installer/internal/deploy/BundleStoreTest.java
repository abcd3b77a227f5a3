package weir.installer.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.installer.verify.PluginRejectedException;

class BundleStoreTest {

    static final String HELLO_HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path directory;

    @Test
    void storedCopyIsNamedByItsHash() throws Exception {
        BundleStore store = new BundleStore(directory.resolve("bundles"));
        Path file = Files.writeString(directory.resolve("a.jar"), "hello");
        try (BundleStore.TemporaryCopy copy = store.copy(file)) {
            assertEquals(HELLO_HASH, copy.hash());
            assertFalse(store.contains(HELLO_HASH));
            copy.store();
        }
        assertTrue(store.contains(HELLO_HASH));
        Files.writeString(store.path(HELLO_HASH), "damaged");
        assertFalse(store.contains(HELLO_HASH));
    }

    @Test
    void temporaryCopyIsDeletedUnlessStored() throws Exception {
        BundleStore store = new BundleStore(directory.resolve("bundles"));
        store.copy(Files.writeString(directory.resolve("a.jar"), "hello")).close();
        assertEquals(List.of(), fileNames(directory.resolve("bundles")));
    }

    /** The file is sparse and needs no disk space; a copy would. */
    @Test
    void oversizedFileIsNotCopied() throws Exception {
        Path file = directory.resolve("huge.jar");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength((BundleStore.MAX_MIB << 20) + 1);
        }
        BundleStore store = new BundleStore(directory.resolve("bundles"));
        PluginRejectedException rejection = assertThrows(
                PluginRejectedException.class, () -> store.copy(file).close());
        assertEquals("it is larger than 256 MiB; keep data out of the bundle", rejection.getMessage());
    }

    @Test
    void unneededCopiesAndTemporaryFilesAreDeleted() throws IOException {
        BundleStore store = new BundleStore(directory);
        Files.writeString(directory.resolve("aa.jar"), "needed");
        Files.writeString(directory.resolve("bb.jar"), "not needed");
        Files.writeString(directory.resolve("copy1.part"), "left behind by a crash");
        store.retainOnly(Set.of("aa"));
        assertEquals(List.of("aa.jar"), fileNames(directory));
    }

    private static List<String> fileNames(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
