package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    @TempDir
    Path folder;

    /** Compiled by the test's own compiler, never run. */
    private static final class Quitter {
        static void quit() {
            System.exit(1);
        }
    }

    @Test
    void takesAWholeJar() throws Exception {
        Manifest manifest = Archive.manifest(jar(bytes(Archive.class)));
        assertEquals("2", manifest.getMainAttributes().getValue("Bundle-ManifestVersion"));
    }

    @Test
    void refusesAClassThatEndsTheHost() throws Exception {
        assertRefused("$Quitter.class calls java.lang.System.exit", jar(bytes(Quitter.class)));
    }

    /** A bundle for several releases of Java: the framework takes the classes of the newest one that fits. */
    @Test
    void looksIntoTheClassesOfEachReleaseThatFits() throws Exception {
        int here = Runtime.version().feature();
        assertRefused(
                "versions/" + here + "/my/Quitter.class calls java.lang.System.exit",
                jar("META-INF/versions/" + here + "/my/Quitter.class", bytes(Quitter.class)));
        byte[] later = bytes(Archive.class);
        later[7] = 99;
        assertRefused("it is compiled for Java 55", jar("META-INF/versions/9/my/Archive.class", later));
        assertDoesNotThrow(() -> Archive.manifest(jar("META-INF/versions/55/my/Archive.class", later)));
        assertRefused(
                "has a manifest of its own for Java 9",
                jar(
                        "META-INF/versions/9/OSGI-INF/MANIFEST.MF",
                        "Import-Package: weir.router\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesAClassOfALaterJava() throws Exception {
        byte[] later = bytes(Archive.class);
        later[7] = 99;
        assertRefused("it is compiled for Java 55 and this host runs on Java", jar(later));
    }

    @Test
    void refusesWhatIsNoClass() throws Exception {
        byte[] whole = bytes(Archive.class);
        assertRefused("is broken or only half there", jar(Arrays.copyOf(whole, 200)));
        assertRefused("is broken or only half there", jar("text".getBytes(StandardCharsets.UTF_8)));
    }

    /** Deflated it is a small file; its constants would fill the heap. */
    @Test
    void refusesAClassThatUnpacksToFarTooMuch() throws Exception {
        assertRefused("is a class of more than 16 MiB", jar(new byte[Archive.LARGEST_CLASS + 1]));
    }

    @Test
    void noErrorEndsTheLooksAtTheFolder() {
        Runnable step = InstallerComponent.safely(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertDoesNotThrow(step::run);
    }

    /** Spoilt bytes, anywhere: refused or taken, never anything else. */
    @Test
    void survivesSpoiltJars() throws Exception {
        byte[] whole = Files.readAllBytes(jar(bytes(Archive.class)));
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] spoilt = whole.clone();
            for (int n = 0; n < 3; n++) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("spoilt.jar"), spoilt);
            try {
                Archive.manifest(file);
            } catch (Refusal refusal) {
                refused++;
            }
        }
        assertTrue(refused > 200, "only " + refused + " of 300 spoilt files were refused");
    }

    private Path jar(byte[] content) throws IOException {
        return jar("my/Archive$Quitter.class", content);
    }

    private Path jar(String entry, byte[] content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        Path file = folder.resolve("a.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(content);
        }
        return file;
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    private static void assertRefused(String words, Path file) {
        Refusal refusal = assertThrows(Refusal.class, () -> Archive.manifest(file));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
