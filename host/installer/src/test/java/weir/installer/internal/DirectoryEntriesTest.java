package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.REJECTED;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;

/** Entries of the plugins directory that are not plain, complete JARs, each beside a plugin that serves, also across a restart. */
class DirectoryEntriesTest extends HostTest {

    private static final Map<String, String> UNUSABLE = Map.of(
            "directory.jar", "it is a directory; put the JAR itself there",
            "link.jar", "it is a symbolic link that leads to no file; correct the link",
            "loop.jar", "it is a symbolic link that leads to no file; correct the link",
            "pipe.jar", "it is a pipe, a socket or a device; put a JAR there",
            "mark.jar", "its manifest is invalid (it begins with a byte order mark); correct META-INF/MANIFEST.MF",
            "text.jar", "the JAR is damaged or incomplete");

    DirectoryEntriesTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @Test
    void unusableEntryAffectsNoOtherFile() throws Exception {
        Files.createDirectory(plugin("directory.jar"));
        Files.createSymbolicLink(plugin("link.jar"), Path.of("missing"));
        Files.createSymbolicLink(plugin("loop.jar"), Path.of("loop.jar"));
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", plugin("pipe.jar").toString())
                        .start()
                        .waitFor());
        Files.writeString(plugin("text.jar"), "text");
        BundleBuilder.sample("0.1.0", "mark").writeTo(home.resolve("mark"));
        addByteOrderMark(home.resolve("mark"), plugin("mark.jar"));
        BundleBuilder.sample("1.0.0", "good").writeTo(plugin("sample.jar"));
        host.awaitAnswer("good none");
        assertUnusableAreExplained();
        host.close();
        host = newHost();
        host.awaitAnswer("good none");
        assertUnusableAreExplained();
        BundleBuilder.sample("1.1.0", "better").writeTo(plugin("better.jar"));
        host.awaitAnswer("better none");
        Files.delete(plugin("better.jar"));
        host.awaitAnswer("good none");
    }

    private void assertUnusableAreExplained() {
        UNUSABLE.forEach((file, words) -> {
            host.awaitState(file, REJECTED);
            assertTrue(host.status(file).message().startsWith(words), host.status(file)::message);
        });
        assertEquals(UNUSABLE.size() + 1, host.installer().status().size());
    }

    @Test
    void linkIsDeployedWhenItsTargetAppears() throws Exception {
        Files.createSymbolicLink(plugin("link.jar"), home.resolve("target"));
        host.awaitState("link.jar", REJECTED);
        BundleBuilder.sample("1.0.0", "one").writeTo(home.resolve("target"));
        host.awaitAnswer("one none");
        Files.delete(home.resolve("target"));
        host.awaitState("link.jar", REJECTED);
        assertTrue(host.status("link.jar").message().endsWith("my.sample 1.0.0 stays installed"));
        assertEquals("one none", host.answer());
    }

    @Test
    void upperCaseAndForeignCharactersInNamesAreAccepted() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("SAMPLE.JAR"));
        host.awaitAnswer("one none");
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("strat\u00e9gie.jar"));
        host.awaitAnswer("two none");
    }

    @Test
    void hiddenFilesAreIgnored() throws Exception {
        for (String name : new String[] {".sample.jar", "._sample.jar", ".upload123.part"}) {
            BundleBuilder.sample("9.0.0", "hidden").writeTo(plugin(name));
        }
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        assertEquals(1, host.installer().status().size());
    }

    @Test
    void newContentOfEqualSizeAndTimeIsDeployed() throws Exception {
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        for (String word : new String[] {"abc", "xyz"}) {
            Path built = home.resolve(word);
            BundleBuilder.sample("1.0.0", word).writeTo(built);
            Path stored = home.resolve(word + ".stored");
            store(built, stored);
            Files.setLastModifiedTime(stored, time);
            Files.copy(
                    stored,
                    plugin("sample.jar"),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            assertEquals(time, Files.getLastModifiedTime(plugin("sample.jar")));
            host.awaitAnswer(word + " none");
        }
        assertEquals(Files.size(home.resolve("abc.stored")), Files.size(home.resolve("xyz.stored")));
    }

    /** Copies a JAR without compression, so that its size does not depend on the content. */
    private static void store(Path jar, Path target) throws Exception {
        repack(jar, target, Deflation.NONE, new byte[0]);
    }

    private static void addByteOrderMark(Path jar, Path target) throws Exception {
        repack(jar, target, Deflation.DEFAULT, "\ufeff".getBytes(StandardCharsets.UTF_8));
    }

    private enum Deflation {
        NONE,
        DEFAULT
    }

    private static void repack(Path jar, Path target, Deflation deflation, byte[] manifestPrefix) throws Exception {
        try (JarFile in = new JarFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            out.setLevel(deflation == Deflation.NONE ? 0 : 6);
            for (var entry : in.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    out.write(manifestPrefix);
                }
                in.getInputStream(entry).transferTo(out);
            }
        }
    }
}
