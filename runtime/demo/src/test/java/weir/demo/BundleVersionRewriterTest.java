package weir.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.JarBuilder;

class BundleVersionRewriterTest {

    private static final byte[] CODE = {1, 2, 3, (byte) 0xca, (byte) 0xfe};

    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void makePlugins() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    @Test
    void changesOnlyTheVersion() throws IOException {
        Path jar = bundle("1.2.3");
        Path target = plugins.resolve("b.jar");
        BundleVersionRewriter.install(jar, "1.2.4", target);

        assertEquals("1.2.4", BundleVersionRewriter.versionOf(target));
        try (JarFile file = new JarFile(target.toFile())) {
            assertEquals("a.bundle", file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"));
            assertEquals(
                    List.of(JarFile.MANIFEST_NAME, "a/", "a/B.class"),
                    file.stream().map(JarEntry::getName).toList(),
                    "the manifest first, the broken signature left out");
            assertArrayEquals(
                    CODE, file.getInputStream(file.getEntry("a/B.class")).readAllBytes());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "no half file is left beside plugins/ and the first JAR");
        }
    }

    @Test
    void nextVersionIncrementsTheThirdNumber() {
        assertEquals("1.0.1", BundleVersionRewriter.next("1.0.0"));
        assertEquals("0.2.10", BundleVersionRewriter.next("0.2.9"));
        assertEquals("2.1.1", BundleVersionRewriter.next("2.1"));
        assertEquals("3.0.1", BundleVersionRewriter.next("3"));
        assertEquals("1.2.4", BundleVersionRewriter.next("1.2.3.qualifier"));
    }

    @Test
    void rejectsAJarWithoutVersion() throws IOException {
        Path jar = new JarBuilder().entry("x", "").writeTo(folder.resolve("plain.jar"));
        assertThrows(IOException.class, () -> BundleVersionRewriter.versionOf(jar));
    }

    private Path bundle(String version) throws IOException {
        return new JarBuilder()
                .header("Bundle-SymbolicName", "a.bundle")
                .header("Bundle-Version", version)
                .entry("META-INF/KEY.SF", "")
                .entry("a/", "")
                .entry("a/B.class", CODE)
                .writeTo(folder.resolve("a.bundle-" + version + ".jar"));
    }
}
