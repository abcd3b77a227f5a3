package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.console.internal.FakeInstaller;
import weir.installer.BundleIdentity;
import weir.installer.PluginStatus;
import weir.installer.PluginStatus.State;

/** Uploads with an installer that notices changes of the directory late, as the real one does. */
class PluginDirectoryTest {

    private static final String FILE = "my.strategy_1.0.0.jar";

    private static final BundleIdentity BUNDLE = new BundleIdentity("my.strategy", new Version("1.0.0"));

    @TempDir
    Path plugins;

    private final StateMonitor states = new StateMonitor();
    private final SlowInstaller installer = new SlowInstaller();
    private final ScheduledExecutorService scanner = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void startScans() {
        scanner.scheduleWithFixedDelay(installer::scan, 0, 10, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stopScans() {
        scanner.shutdownNow();
    }

    @Test
    void statusOfPreviousFileIsNotReturnedForNewFile() throws Exception {
        PluginDirectory upload = new PluginDirectory(plugins, installer, states);
        HttpError rejected = assertThrows(HttpError.class, () -> upload.install(body("bad")));
        assertEquals(422, rejected.status());
        assertFalse(Files.exists(plugins.resolve(FILE)), "a rejected file is deleted");
        assertEquals(State.INSTALLED, upload.install(body("good")).state());
        assertTrue(Files.exists(plugins.resolve(FILE)));
    }

    @Test
    void invalidJarsAreRejectedWithTheirOwnReason() throws Exception {
        PluginDirectory upload = new PluginDirectory(plugins, installer, states);
        assertRejected(upload, "is not a JAR", "no JAR at all".getBytes(StandardCharsets.UTF_8));
        assertRejected(upload, "is damaged or incomplete", "PK\3\4, and then an end".getBytes(StandardCharsets.UTF_8));
        assertRejected(upload, "it begins with a byte order mark", jar("\ufeffManifest-Version: 1.0\n"));
        assertRejected(upload, "lacks 'Bundle-ManifestVersion: 2'", jar("Manifest-Version: 1.0\n"));
        String bundle = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n";
        assertRejected(upload, "no valid Bundle-SymbolicName", jar(bundle));
        assertRejected(
                upload,
                "its Bundle-Version '1.1.0-SNAPSHOT x' is not a valid version",
                jar(bundle + "Bundle-SymbolicName: my.strategy\nBundle-Version: 1.1.0-SNAPSHOT x\n"));
        assertEquals(State.INSTALLED, upload.install(body("good")).state());
    }

    private static void assertRejected(PluginDirectory upload, String reason, byte[] jar) {
        HttpError rejected =
                assertThrows(HttpError.class, () -> upload.install(new RequestBody(new ByteArrayInputStream(jar))));
        assertEquals(422, rejected.status());
        assertTrue(rejected.getMessage().contains(reason), rejected.getMessage());
        assertTrue(rejected.getMessage().contains("; "), "there is a remedy: " + rejected.getMessage());
    }

    private static byte[] jar(String manifest) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(jar)) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        return jar.toByteArray();
    }

    @Test
    void deletesUnfinishedUploadsOfKilledProcess() throws IOException {
        Files.writeString(plugins.resolve(".upload123.part"), "half a JAR");
        new PluginDirectory(plugins, installer, states);
        assertFalse(Files.exists(plugins.resolve(".upload123.part")));
    }

    /** Scans the directory every 10 ms and notices each change in the third scan. Rejects JARs without an entry {@code good}. */
    private final class SlowInstaller extends FakeInstaller {
        private static final int DELAY = 3;

        private String seen = "";
        private int scans;
        private volatile List<PluginStatus> status = List.of();

        void scan() {
            String present = present();
            scans = present.equals(seen) ? 0 : scans + 1;
            if (scans >= DELAY) {
                seen = present;
                State state = seen.contains("good") ? State.INSTALLED : State.REJECTED;
                status = seen.isEmpty() ? List.of() : List.of(new PluginStatus(FILE, Optional.of(BUNDLE), state, ""));
                states.pluginsChanged(status);
            }
        }

        private String present() {
            Path file = plugins.resolve(FILE);
            try {
                return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<PluginStatus> status() {
            return status;
        }
    }

    private static RequestBody body(String kind) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "my.strategy");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            out.putNextEntry(new JarEntry(kind));
        }
        return new RequestBody(new ByteArrayInputStream(jar.toByteArray()));
    }
}
