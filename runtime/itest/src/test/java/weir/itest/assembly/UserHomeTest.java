package weir.itest.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.host.WeirCommand;

/** The default home is below {@code $HOME}, even if Java's {@code user.home} is another folder. */
class UserHomeTest {

    @TempDir
    Path folder;

    @Test
    void defaultHomeIsBelowTheHomeVariable() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path javaHome = Files.createDirectories(folder.resolve("other"));
        ProcessBuilder builder = new ProcessBuilder(WeirCommand.SCRIPT.toString(), "strategies")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("WEIR_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Duser.home=" + javaHome);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), output);
        assertTrue(output.contains("no host is running on the home " + home.resolve(".weir")), output);
    }
}
