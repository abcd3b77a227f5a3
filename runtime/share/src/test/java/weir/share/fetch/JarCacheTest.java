package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.share.repository.IndexedBundle;

class JarCacheTest {

    @TempDir
    Path folder;

    @Test
    void oldestJarsAreDeletedAboveTheLimit() throws Exception {
        JarCache cache = new JarCache(folder, 25);
        for (int i = 0; i < 3; i++) {
            cache.store(bundle(i), new byte[10], new byte[] {1});
            Files.setLastModifiedTime(
                    folder.resolve("downloads").resolve(bundle(i).path()), FileTime.from(Instant.ofEpochSecond(i)));
        }
        assertFalse(cache.contains(bundle(0)));
        assertTrue(cache.contains(bundle(1)) && cache.contains(bundle(2)));
        cache.store(bundle(3), new byte[100], new byte[] {1});
        assertTrue(cache.contains(bundle(3)), "the newest stays");
        assertFalse(cache.contains(bundle(1)) || cache.contains(bundle(2)));
        assertEquals(100, cache.source().read(bundle(3).path(), 100).length);
    }

    /** A file that was listed and is gone when it is used, as a link without a target is. */
    @Test
    void jarThatAnotherCommandDeletesDoesNotStopAnInstallation() throws Exception {
        JarCache cache = new JarCache(folder, 25);
        cache.store(bundle(0), new byte[10], new byte[] {1});
        Path bundles = folder.resolve("downloads/bundles");
        Files.createSymbolicLink(bundles.resolve("gone.jar"), folder.resolve("nowhere"));
        cache.store(bundle(1), new byte[100], new byte[] {1});
        assertTrue(cache.contains(bundle(1)));
        assertFalse(cache.contains(bundle(0)));
    }

    /** A file is where the directory should be. */
    @Test
    void cacheThatCannotBeWrittenIsReported() throws Exception {
        Path file = Files.writeString(folder.resolve("downloads"), "");
        JarCache cache = new JarCache(folder, 25);
        Optional<String> warning = cache.store(bundle(0), new byte[10], new byte[] {1});
        assertTrue(warning.orElseThrow().contains("cannot keep a copy of the JAR in " + file), warning::toString);
        assertFalse(cache.contains(bundle(0)));
    }

    private static IndexedBundle bundle(int number) {
        return new IndexedBundle(
                "a",
                Version.emptyVersion,
                String.valueOf(number).repeat(64),
                1,
                "",
                "",
                "",
                List.of(),
                Set.of(),
                List.of());
    }
}
