package weir.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.fixtures.JarBuilder;

class StrategyCatalogTest {

    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void catalog() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        ship(plugins.resolve("a.jar"), "hold", "1.0.0", "");
        ship(plugins.resolve("b.jar"), "range-follower", "1.0.0", "");
        ship(
                plugins.resolve("c.jar"),
                "range-follower",
                "1.2.0",
                "<property name=\"edge\" type=\"Double\" value=\"0.2\"/>"
                        + "<property name=\"pairs\" type=\"String\">a\nb\n</property>");
        Files.writeString(plugins.resolve("notes.txt"), "no bundle");
    }

    @Test
    void choosesTheNewestVersionInTheRange() {
        StrategyCatalog catalog = StrategyCatalog.in(plugins);
        assertEquals(plugins.resolve("a.jar"), catalog.choose("hold").file());
        assertEquals("range-follower 1.2.0", catalog.choose("range-follower").toString());
        assertEquals(
                "range-follower 1.0.0",
                catalog.choose("range-follower@[1.0,1.1)").toString());
        assertEquals(
                "range-follower 1.0.0", catalog.choose("range-follower@1.0.0").toString());
    }

    @Test
    void errorListsTheStrategies() {
        StrategyCatalog catalog = StrategyCatalog.in(plugins);
        assertRemedy("hold 1.0.0; range-follower 1.0.0, 1.2.0", catalog, "range-folower");
        assertRemedy("range-follower 1.0.0, 1.2.0", catalog, "range-follower@[2,3)");
        assertRemedy("NAME@[1.0,2.0)", catalog, "range-follower@[2,");
    }

    @Test
    void invalidJarIsNamedIfTheStrategyIsNotFound() throws IOException {
        Files.writeString(plugins.resolve("d.jar"), "no JAR");
        Files.createDirectory(plugins.resolve("e.jar"));
        assertRemedy("d.jar", StrategyCatalog.in(plugins), "mine");
        assertRemedy("e.jar (it is a directory", StrategyCatalog.in(plugins), "mine");
        assertEquals("hold 1.0.0", StrategyCatalog.in(plugins).choose("hold").toString());
    }

    @Test
    void missingOrEmptyFolderIsReplacedByTheOther() throws IOException {
        Path own = folder.resolve("own");
        assertEquals(
                plugins.resolve("a.jar"),
                StrategyCatalog.in(own, plugins).choose("hold").file());
        Files.createDirectories(own);
        assertEquals(
                plugins.resolve("a.jar"),
                StrategyCatalog.in(own, plugins).choose("hold").file());
        ship(own.resolve("own.jar"), "hold", "3.0.0", "");
        assertEquals(
                "hold 3.0.0", StrategyCatalog.in(own, plugins).choose("hold").toString());
    }

    @Test
    void parametersAreCheckedByNameAndKind() {
        PackagedStrategy jar = StrategyCatalog.in(plugins).choose("range-follower");
        assertEquals(
                Map.of("edge", 0.1, "pairs", List.of("x", "y")),
                jar.readParameters(Map.of("edge", "0.1", "pairs", "x, y")));
        WeirException unknown = assertThrows(WeirException.class, () -> jar.readParameters(Map.of("egde", "0.1")));
        assertTrue(unknown.remedy().contains("edge (a number, default 0.2)"), unknown.remedy());
        for (String wrong : List.of("wide", "1e999", "NaN", "")) {
            assertThrows(WeirException.class, () -> jar.readParameters(Map.of("edge", wrong)), wrong);
        }
    }

    private static void assertRemedy(String expected, StrategyCatalog catalog, String wanted) {
        WeirException failure = assertThrows(WeirException.class, () -> catalog.choose(wanted));
        assertTrue(failure.isUsageError());
        assertTrue(failure.remedy().contains(expected), failure.remedy());
    }

    private static void ship(Path file, String strategy, String version, String properties) throws IOException {
        String component = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"x\">\n"
                + properties + "  <property name=\"strategy.name\" type=\"String\" value=\"" + strategy
                + "\"/>\n</scr:component>\n";
        new JarBuilder()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "my." + strategy)
                .header("Bundle-Version", version)
                .entry("OSGI-INF/some.Strategy.xml", component)
                .writeTo(file);
    }
}
