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
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.installer.PluginStatus.State;
import weir.installer.Unloading;

/** Uploads with an installer that notices changes of the directory late, as the real one does. */
class PluginUploadTest {

    private static final String FILE = "my.strategy_1.0.0.jar";

    @TempDir
    Path plugins;

    @Test
    void resultForAPreviousFileIsNotTakenForTheNewOne() throws Exception {
        PluginUpload upload = new PluginUpload(plugins, new SlowInstaller(), new StateMonitor());
        HttpError rejected = assertThrows(HttpError.class, () -> upload.install(body("bad")));
        assertEquals(422, rejected.status());
        assertFalse(Files.exists(plugins.resolve(FILE)), "a rejected file is deleted");
        assertEquals(State.INSTALLED, upload.install(body("good")).state());
        assertTrue(Files.exists(plugins.resolve(FILE)));
    }

    @Test
    void unfinishedUploadsOfAKilledProcessAreDeleted() throws IOException {
        Files.writeString(plugins.resolve(".upload123.part"), "half a JAR");
        new PluginUpload(plugins, new SlowInstaller(), new StateMonitor());
        assertFalse(Files.exists(plugins.resolve(".upload123.part")));
    }

    /** Rejects JARs with an entry {@code bad}, and notices each change three calls later. */
    private final class SlowInstaller implements Installer {
        private static final int DELAY = 3;

        private String seen = "";
        private int calls;

        @Override
        public List<PluginStatus> status() {
            String present = present();
            calls = present.equals(seen) ? 0 : calls + 1;
            if (calls >= DELAY) {
                calls = 0;
                seen = present;
            }
            State state = seen.contains("good") ? State.INSTALLED : State.REFUSED;
            return seen.isEmpty() ? List.of() : List.of(new PluginStatus(FILE, "my.strategy", "1.0.0", state, ""));
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
        public List<String> problems() {
            return List.of();
        }

        @Override
        public Unloading unloading() {
            return new Unloading(0, 0, List.of());
        }
    }

    private static RequestBody body(String kind) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "my.strategy");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            out.putNextEntry(new JarEntry(kind));
        }
        return new RequestBody(new ByteArrayInputStream(jar.toByteArray()));
    }
}
