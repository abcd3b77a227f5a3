package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.installer.BundleIdentity;
import weir.installer.ClassUnloadingStatus;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.installer.PluginStatus.State;

/** Files put into the plugins folder, and an installer that is some looks behind, as the real one is. */
class PluginDropTest {

    private static final String FILE = "my.strategy_1.0.0.jar";

    @TempDir
    Path folder;

    @Test
    void aVerdictOnTheFileBeforeIsNotTakenForTheNewOnes() throws Exception {
        PluginDrop drop = new PluginDrop(folder, new Follower());
        Complaint refused = assertThrows(Complaint.class, () -> drop.install(body("bad")));
        assertEquals(422, refused.status());
        assertFalse(Files.exists(folder.resolve(FILE)), "what is refused is taken out again");
        assertEquals(State.INSTALLED, drop.install(body("good")).state());
        assertTrue(Files.exists(folder.resolve(FILE)));
    }

    @Test
    void whatAKillLeftBehindIsClearedAway() throws IOException {
        Files.writeString(folder.resolve(".upload123.part"), "half a JAR");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("admin.token456.part"), "half a token");
        Files.writeString(data.resolve("admin.port789.part"), "somebody else's");
        new PluginDrop(folder, new Follower());
        OwnerFile.write(data.resolve("admin.token"), "whole");
        assertFalse(Files.exists(folder.resolve(".upload123.part")));
        assertFalse(Files.exists(data.resolve("admin.token456.part")));
        assertTrue(Files.exists(data.resolve("admin.port789.part")));
        assertEquals("whole", Files.readString(data.resolve("admin.token")));
    }

    /** Refuses what is called bad, and sees each change of the folder three looks later. */
    private final class Follower implements Installer {
        private static final int BEHIND = 3;

        private String judged = "";
        private int looks;

        @Override
        public List<PluginStatus> status() {
            String there = there();
            looks = there.equals(judged) ? 0 : looks + 1;
            if (looks >= BEHIND) {
                looks = 0;
                judged = there;
            }
            State state = judged.contains("good") ? State.INSTALLED : State.REJECTED;
            return judged.isEmpty()
                    ? List.of()
                    : List.of(new PluginStatus(
                            FILE, Optional.of(new BundleIdentity("my.strategy", new Version("1.0.0"))), state, ""));
        }

        private String there() {
            Path file = folder.resolve(FILE);
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
        public ClassUnloadingStatus classUnloading() {
            return new ClassUnloadingStatus(0, 0, List.of());
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
        ServletInputStream in = new Bytes(jar.toByteArray());
        return new RequestBody((HttpServletRequest) Proxy.newProxyInstance(
                PluginDropTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> Optional.of(method.getName())
                        .filter("getInputStream"::equals)
                        .map(name -> in)
                        .orElseThrow()));
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Bytes(byte[] content) {
            this.bytes = new ByteArrayInputStream(content);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("nobody listens");
        }
    }
}
