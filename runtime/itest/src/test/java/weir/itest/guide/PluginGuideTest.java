package weir.itest.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.FreePort;

/**
 * Executes {@code docs/plugin-guide.md} literally, in a copy of the checkout with its own home folder and Maven repository. Only the
 * port differs, because 8091 may be in use.
 */
class PluginGuideTest {

    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path temp;

    @Test
    void guideLeadsToAStrategyThatAnswers() throws Exception {
        String port = String.valueOf(FreePort.find());
        Path home = Files.createDirectories(temp.resolve("home"));
        List<String> page = Files.readAllLines(CHECKOUT.resolve("docs/plugin-guide.md")).stream()
                .map(line -> line.replace("8091", port))
                .toList();
        try (IsolatedRepository repository = new IsolatedRepository(temp.resolve("repository"));
                GuideRunner runner = new GuideRunner(
                        checkout(),
                        home,
                        Map.of(
                                "WEIR_HOME", home.resolve(".weir").toString(),
                                "AXON_PORT", port,
                                "MAVEN_OPTS", repository.option()))) {
            for (Step step : Step.of(page)) {
                runner.execute(step);
            }
        }
        assertIsStrategyBundle(home.resolve("my-strategy/target/my-strategy-1.3.0.jar"));
    }

    private static void assertIsStrategyBundle(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("1.3.0", manifest.getValue("Bundle-Version"));
            String imports = manifest.getValue("Import-Package");
            assertTrue(imports.contains("weir.strategy;version=\"[1.2,2)\""), imports);
            assertTrue(imports.contains("weir.uniswap.v3;version=\"[1.1,2)\""), imports);
            for (String component : manifest.getValue("Service-Component").split(",")) {
                assertNotNull(jar.getEntry(component.strip()), component);
            }
        }
    }

    /** Copies the checkout with its build results, so that the builds of the guide do not change this build. */
    private Path checkout() throws IOException {
        Path copy = temp.resolve("weir");
        Files.walkFileTree(CHECKOUT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.endsWith(".git") || folder.endsWith("runtime/itest/target")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(CHECKOUT.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file, copy.resolve(CHECKOUT.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        // `./weir` rebuilds if a source is newer than this file; the build that runs this test has built everything.
        Files.writeString(copy.resolve("runtime/app/target/weir.built"), "");
        return copy;
    }
}
