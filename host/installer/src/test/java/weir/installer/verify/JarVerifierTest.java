package weir.installer.verify;

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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.function.IntConsumer;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.JarBuilder;
import weir.installer.internal.policy.JarContent;

class JarVerifierTest {

    @TempDir
    Path directory;

    /** Compiled by the test's own compiler, never run. */
    private static final class Quitter {
        static void quit() {
            System.exit(1);
        }
    }

    private static final class NativeLoader {
        static void load() {
            Runtime.getRuntime().load("/x.so");
        }
    }

    private static final class MethodReference {
        static IntConsumer quit() {
            return System::exit;
        }
    }

    private static final class GlobalState {
        static void change() {
            Locale.setDefault(Locale.ROOT);
        }
    }

    @Test
    void completeJarIsAccepted() throws Exception {
        Manifest manifest = JarContent.read(jar(bytes(JarVerifier.class))).manifest();
        assertEquals("2", manifest.getMainAttributes().getValue("Bundle-ManifestVersion"));
    }

    @Test
    void classThatEndsTheJvmIsRejected() throws Exception {
        assertRejected("$Quitter.class calls java.lang.System.exit", jar(bytes(Quitter.class)));
    }

    @Test
    void classThatLoadsNativeCodeIsRejected() throws Exception {
        assertRejected("calls java.lang.Runtime.load", jar(bytes(NativeLoader.class)));
    }

    @Test
    void methodReferenceAndChangeOfGlobalStateAreRejected() throws Exception {
        assertRejected("calls java.lang.System.exit", jar(bytes(MethodReference.class)));
        assertRejected("calls java.util.Locale.setDefault", jar(bytes(GlobalState.class)));
    }

    /** A merged library has left its signature, which does not match the new manifest. */
    @Test
    void signatureOfAMergedLibraryIsExplained() throws Exception {
        Path library = Files.copy(jar("a.txt", new byte[] {1}), directory.resolve("library.jar"));
        String options = "-keystore " + directory.resolve("keys") + " -storepass changeit";
        runTool("keytool -genkeypair -alias a -keyalg EC -dname CN=a " + options);
        runTool("jarsigner " + options + " " + library + " a");
        assertDoesNotThrow(() -> JarContent.read(library));
        JarBuilder merged = new JarBuilder().header("Bundle-ManifestVersion", "2");
        try (JarFile signed = new JarFile(library.toFile())) {
            for (String entry : List.of("META-INF/A.SF", "META-INF/A.EC")) {
                merged.entry(
                        entry, signed.getInputStream(signed.getEntry(entry)).readAllBytes());
            }
        }
        assertRejected(
                "leave out their signatures: META-INF/*.SF",
                merged.entry("a.txt", new byte[] {1}).writeTo(directory.resolve("merged.jar")));
    }

    private static void runTool(String command) throws Exception {
        List<String> words = List.of((System.getProperty("java.home") + "/bin/" + command).split(" "));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor(), command);
    }

    @Test
    void descriptionForOneJavaReleaseIsRejected() throws Exception {
        assertRejected(
                "which would replace the manifest or a description for Java 9",
                jar("META-INF/versions/9/OSGI-INF/c.xml", "<c/>".getBytes(StandardCharsets.UTF_8)));
        assertRejected(
                "which configures the host",
                jar("OSGI-INF/configurator/x.json", "{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** The framework reads the manifest by its exact name. */
    @Test
    void manifestInLowerCaseIsRejected() throws Exception {
        Path file = directory.resolve("lower.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("meta-inf/manifest.mf"));
            out.write("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n".getBytes(StandardCharsets.UTF_8));
        }
        assertRejected("it has no META-INF/MANIFEST.MF", file);
    }

    /** The stream rejects a second entry of the same name, so it is renamed afterwards. */
    @Test
    void secondEntryOfTheSameNameIsRejected() throws Exception {
        for (String name : List.of("META-INF/MANIFEST.MF", "META-INF/Manifest.mf", "a.txt")) {
            JarBuilder jar =
                    new JarBuilder().header("Bundle-ManifestVersion", "2").entry("a.txt", "a");
            String other = name.substring(0, name.length() - 1) + "#";
            String whole = new String(jar.entry(other, "Bundle-Activator: x\n").bytes(), StandardCharsets.ISO_8859_1);
            Path file = directory.resolve("twice.jar");
            Files.writeString(file, whole.replace(other, name), StandardCharsets.ISO_8859_1);
            assertRejected("it has the file " + name, file);
        }
    }

    /** The JVM permits names of classes that Java does not permit. */
    @Test
    void classesBelowMetaInfAreVerified() throws Exception {
        byte[] quitter = bytes(Quitter.class);
        assertRejected("calls java.lang.System.exit", jar("META-INF/Evil.class", quitter));
        assertRejected("calls java.lang.System.exit", jar("META-INF/versions/55/my/Evil.class", quitter));
        byte[] good = bytes(JarVerifier.class);
        assertEquals(
                Set.of("weir.strategy"),
                JarContent.read(jar("META-INF/versions/9/weir/strategy/A.class", good))
                        .packages());
        assertDoesNotThrow(() -> JarContent.read(jar("META-INF/Good.class", good)));
    }

    private static final class MyThread extends Thread {
        static void change() {
            setDefaultUncaughtExceptionHandler(null);
        }
    }

    private static final class MyTimeZone {
        static void change() {
            SimpleTimeZone.setDefault(null);
        }
    }

    @Test
    void inheritedStaticMethodsAreFound() throws Exception {
        assertRejected("setDefaultUncaughtExceptionHandler", jar(bytes(MyThread.class)));
        assertRejected("setDefault", jar(bytes(MyTimeZone.class)));
    }

    @Test
    void wrongChecksumIsRejected() throws Exception {
        byte[] content = "a text that is stored and not compressed".getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("stored.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
            ZipEntry entry = new ZipEntry("a.txt");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            CRC32 checksum = new CRC32();
            checksum.update(content);
            entry.setCrc(checksum.getValue());
            out.putNextEntry(entry);
            out.write(content);
        }
        assertDoesNotThrow(() -> JarContent.read(file));
        byte[] whole = Files.readAllBytes(file);
        whole[new String(whole, StandardCharsets.ISO_8859_1).indexOf("a text")] = 'X';
        Files.write(file, whole);
        assertRejected("a.txt has a wrong checksum", file);
    }

    /** In a multi-release JAR the framework loads the classes of the newest release that fits. */
    @Test
    void classesOfEachFittingReleaseAreVerified() throws Exception {
        int here = Runtime.version().feature();
        assertRejected(
                "versions/" + here + "/my/Quitter.class calls java.lang.System.exit",
                jar("META-INF/versions/" + here + "/my/Quitter.class", bytes(Quitter.class)));
        byte[] later = bytes(JarVerifier.class);
        later[7] = 99;
        assertRejected("is compiled for Java 55", jar("META-INF/versions/9/my/JarVerifier.class", later));
        assertDoesNotThrow(() -> JarContent.read(jar("META-INF/versions/55/my/JarVerifier.class", later)));
        assertRejected(
                "which would replace the manifest or a description for Java 9",
                jar(
                        "META-INF/versions/9/OSGI-INF/MANIFEST.MF",
                        "Import-Package: weir.router\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void classCompiledForNewerJavaIsRejected() throws Exception {
        byte[] later = bytes(JarVerifier.class);
        later[7] = 99;
        assertRejected("is compiled for Java 55, and this host runs on Java", jar(later));
    }

    @Test
    void invalidClassFileIsRejected() throws Exception {
        byte[] whole = bytes(JarVerifier.class);
        assertRejected("the JAR is damaged or incomplete", jar(Arrays.copyOf(whole, 200)));
        assertRejected("the JAR is damaged or incomplete", jar("text".getBytes(StandardCharsets.UTF_8)));
    }

    /** The compressed entry is small; reading it without a limit would fill the heap. */
    @Test
    void oversizedClassIsRejected() throws Exception {
        assertRejected("is a class of more than 16 MiB", jar(new byte[(JarContent.MAX_CLASS_MIB << 20) + 1]));
    }

    /** A JAR with random damage is accepted or rejected; no other exception occurs. */
    @Test
    void randomlyDamagedJarsCauseNoOtherException() throws Exception {
        byte[] whole = Files.readAllBytes(jar(bytes(JarVerifier.class)));
        Random random = new Random(4);
        int rejected = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int n = 0; n < 3; n++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(directory.resolve("damaged.jar"), damaged);
            try {
                JarContent.read(file);
            } catch (PluginRejectedException rejection) {
                rejected++;
            }
        }
        assertTrue(rejected > 200, "only " + rejected + " of 300 damaged files were rejected");
    }

    private Path jar(byte[] content) throws IOException {
        return jar("my/JarVerifier$Quitter.class", content);
    }

    private Path jar(String entry, byte[] content) throws IOException {
        return new JarBuilder()
                .header("Bundle-ManifestVersion", "2")
                .entry(entry, content)
                .writeTo(directory.resolve("a.jar"));
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    private static void assertRejected(String words, Path file) {
        PluginRejectedException rejection = assertThrows(PluginRejectedException.class, () -> JarContent.read(file));
        assertTrue(rejection.getMessage().contains(words), rejection.getMessage());
    }
}
