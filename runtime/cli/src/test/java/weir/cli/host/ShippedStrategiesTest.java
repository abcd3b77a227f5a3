package weir.cli.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandFailure;

class ShippedStrategiesTest {

    @TempDir
    Path folder;

    @Test
    void findsABundleByTheNameInItsComponent() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        ship(plugins.resolve("a.jar"), "hold");
        ship(plugins.resolve("b.jar"), "range-follower");
        Files.writeString(plugins.resolve("notes.txt"), "no bundle");
        Assembly assembly = new Assembly(folder);
        assertEquals(plugins.resolve("b.jar"), ShippedStrategies.bundleOf(assembly, "range-follower"));
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> ShippedStrategies.bundleOf(assembly, "range-folower"));
        assertTrue(failure.remedy().contains("hold, range-follower"), failure.remedy());
    }

    private static void ship(Path jar, String strategy) throws IOException {
        String component = "<scr:component>\n  <property name=\"edge\" type=\"Double\" value=\"0.2\"/>\n"
                + "  <property name=\"strategy.name\" type=\"String\" value=\"" + strategy + "\"/>\n</scr:component>\n";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("OSGI-INF/some.Strategy.xml"));
            out.write(component.getBytes(StandardCharsets.UTF_8));
        }
    }
}
