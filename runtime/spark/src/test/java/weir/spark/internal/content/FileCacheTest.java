package weir.spark.internal.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of files in a shared directory. */
class FileCacheTest {

    @TempDir
    Path folder;

    private Path shared;
    private SharedDirectory transfer;
    private Path original;
    private ContentFile file;

    @BeforeEach
    void publish() throws IOException {
        shared = folder.resolve("shared");
        transfer = new SharedDirectory(shared.toUri().toString(), new Configuration());
        original = Files.writeString(folder.resolve("original"), "swaps");
        file = ContentFile.of("pool/1.swaps", original);
        transfer.publish(file, original);
    }

    private FileCache cache() {
        return new FileCache(folder.resolve("cache"));
    }

    @Test
    void filesAreFetchedOnce() throws IOException {
        FileCache cache = cache();
        Path directory = cache.directory(List.of(file), transfer);
        assertEquals("swaps", Files.readString(directory.resolve("pool/1.swaps")));
        Files.delete(shared.resolve(file.sha256()));
        assertEquals(directory, cache.directory(List.of(file), transfer));
    }

    @Test
    void damagedPublishedFileIsRefused() throws IOException {
        Files.writeString(shared.resolve(file.sha256()), "swabs");
        DamagedFileException refused =
                assertThrows(DamagedFileException.class, () -> cache().directory(List.of(file), transfer));
        assertTrue(refused.getMessage().contains("pool/1.swaps from file:" + shared), refused.getMessage());
        assertTrue(refused.getMessage().contains("not " + file.sha256()), refused.getMessage());
        try (Stream<Path> kept = Files.walk(folder.resolve("cache"))) {
            assertEquals(0, kept.filter(Files::isRegularFile).count());
        }
        transfer.publish(file, original);
        assertEquals(
                "swaps",
                Files.readString(cache().directory(List.of(file), transfer).resolve("pool/1.swaps")));
    }

    @Test
    void damagedCopyOfAnEarlierProcessIsFetchedAgain() throws IOException {
        Path copy = cache().directory(List.of(file), transfer).resolve("pool/1.swaps");
        Files.writeString(copy, "swabs");
        assertEquals(copy, cache().directory(List.of(file), transfer).resolve("pool/1.swaps"));
        assertEquals("swaps", Files.readString(copy));
    }

    @Test
    void removedCopyIsFetchedAgain() throws IOException {
        FileCache cache = cache();
        Path copy = cache.directory(List.of(file), transfer).resolve("pool/1.swaps");
        Files.delete(copy);
        cache.directory(List.of(file), transfer);
        assertEquals("swaps", Files.readString(copy));
    }

    @Test
    void namesOutsideTheDirectoryAreRefused() {
        ContentFile outside = new ContentFile("../1.swaps", file.sha256(), file.bytes());
        assertThrows(IOException.class, () -> cache().directory(List.of(outside), transfer));
    }
}
