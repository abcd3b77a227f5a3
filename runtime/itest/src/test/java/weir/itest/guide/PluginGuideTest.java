package weir.itest.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.FreePort;
import weir.fixtures.LongForm;
import weir.fixtures.host.WeirCommand;
import weir.itest.commands.PublishedHold;

/**
 * Executes {@code docs/plugin-guide.md} literally, with a home folder of its own, the release, and a Maven repository that has nothing
 * of Weir. Only the port differs, because 8091 may be in use.
 */
class PluginGuideTest {

    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path temp;

    /** Runs Maven several times, which uses a minute of CPU time. */
    @Test
    @EnabledIfSystemProperty(named = LongForm.PROPERTY, matches = "true")
    void guideLeadsToAStrategyThatAnswers() throws Exception {
        String port = String.valueOf(FreePort.find());
        Path home = Files.createDirectories(temp.resolve("home"));
        Path release = Files.createSymbolicLink(home.resolve("weir"), WeirCommand.INSTALLATION);
        List<String> page = Files.readAllLines(CHECKOUT.resolve("docs/plugin-guide.md")).stream()
                .map(line -> line.replace("8091", port))
                .toList();
        try (IsolatedRepository repository = new IsolatedRepository(temp.resolve("repository"));
                GuideRunner runner = new GuideRunner(
                        home,
                        home,
                        Map.of(
                                "WEIR_HOME",
                                home.resolve(".weir").toString(),
                                "AXON_PORT",
                                port,
                                // The fast compiler is enough for a small project, and starts faster.
                                "MAVEN_OPTS",
                                repository.option() + " -XX:TieredStopAtLevel=1"))) {
            for (Step step : Step.of(page)) {
                runner.execute(step);
            }
        } finally {
            Files.delete(release); // so that deleting the folder does not follow it
        }
        assertIsStrategyBundle(home.resolve("my-strategy/target/my-strategy-1.3.0.jar"));
        publish(home.resolve("my-strategy/target/my-strategy-1.4.0.jar"));
    }

    /** As the guide says, but signed by a key file instead of btcli. */
    private void publish(Path jar) throws Exception {
        PublishedHold publisher = new PublishedHold(temp);
        publisher.publish(jar);
        Path home = temp.resolve("reader");
        assertEquals(
                0,
                CommandRunner.run(home, "repo", "add", publisher.repository.toString(), "--alias", "me")
                        .exitCode());
        String found = CommandRunner.run(home, "search", "fee-aware").out();
        assertTrue(found.contains("me/my-strategy") && found.contains("One range around the price"), found);
    }

    /** The template of the release is the project that the guide writes. */
    @Test
    void templateIsTheProjectOfTheGuide() throws IOException {
        Path template = WeirCommand.INSTALLATION.resolve("template");
        List<String> saved = new ArrayList<>();
        for (Step step : Step.of(Files.readAllLines(CHECKOUT.resolve("docs/plugin-guide.md")))) {
            if (step instanceof Step.Save save && Files.exists(template.resolve(save.file()))) {
                saved.add(save.file());
                assertEquals(save.text(), Files.readString(template.resolve(save.file())), save.file());
            }
        }
        assertEquals(
                List.of("pom.xml", "src/main/java/my/MyStrategy.java", "src/test/java/my/MyStrategyTest.java"), saved);
        String last = Files.readString(template.resolve("README.md"));
        assertTrue(last.contains("weir publish"), last);
    }

    @Test
    void releaseHasSourcesAndDocumentationOfTheApi() throws IOException {
        for (String name : List.of("weir.uniswap.v3", "weir.strategy", "weir.testkit")) {
            Path module = WeirCommand.INSTALLATION.resolve("maven/weir").resolve(name);
            try (Stream<Path> versions = Files.list(module)) {
                Path version = versions.findFirst().orElseThrow();
                String stem = name + "-" + version.getFileName();
                for (String file : List.of(".jar", "-sources.jar", "-javadoc.jar", ".pom")) {
                    assertTrue(Files.size(version.resolve(stem + file)) > 0, stem + file);
                }
            }
        }
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
}
