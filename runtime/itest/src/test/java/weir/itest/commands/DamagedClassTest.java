package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.FreePort;

/** A class of the host that is damaged in a JAR that is otherwise correct. */
@Timeout(300)
class DamagedClassTest {

    private static final String DAMAGED = "weir/axon/internal/server/AxonComponent.class";

    @TempDir
    Path folder;

    @Test
    void damagedClassThatKeepsTheAxonFromStartingIsNamed() throws Exception {
        Path copy = folder.resolve("copy");
        InstallationCopy.create(copy);
        Path jar = InstallationCopy.bundle(copy, "weir.axon");
        damage(jar);
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        copy.resolve("bin/weir").toString(),
                        "run",
                        "--home",
                        folder.resolve("home").toString(),
                        "--axon.port",
                        String.valueOf(FreePort.find()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process host = builder.start();
        try {
            assertTrue(host.waitFor(120, TimeUnit.SECONDS), () -> read(output));
            assertEquals(1, host.exitValue(), read(output));
            assertTrue(read(output).contains(jar + " is damaged at " + DAMAGED), read(output));
        } finally {
            host.destroyForcibly();
        }
    }

    private static void damage(Path jar) throws IOException {
        Path whole = jar.resolveSibling("whole");
        Files.move(jar, whole);
        try (JarFile in = new JarFile(whole.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (JarEntry entry : in.stream().toList()) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(entry.getName().equals(DAMAGED) ? Arrays.copyOf(content, content.length / 2) : content);
            }
        }
        Files.delete(whole);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
