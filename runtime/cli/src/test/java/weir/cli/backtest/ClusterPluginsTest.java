package weir.cli.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;

/** Which JARs executors of a cluster get. */
class ClusterPluginsTest {

    @TempDir
    Path home;

    private Path own;
    private Path foreign;

    @BeforeEach
    void install() throws Exception {
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        own = Files.writeString(plugins.resolve("own.jar"), "own");
        foreign = Files.writeString(plugins.resolve("foreign.jar"), "foreign");
        Files.writeString(plugins.resolve("notes.txt"), "text");
        Path provenance = Files.createDirectories(home.resolve("data/provenance"));
        Files.writeString(provenance.resolve(Sha256.of(foreign) + ".json"), "{}");
    }

    private List<Path> plugins(Path jar) {
        return ClusterPlugins.of(
                new PackagedStrategy(jar, "hold", Version.valueOf("1.0.0"), null), home.resolve("data"));
    }

    @Test
    void jarsOfOtherPublishersAreNotSent() {
        assertEquals(List.of(own.toAbsolutePath()), plugins(own));
    }

    @Test
    void strategyOfAnotherPublisherIsRejected() {
        WeirException rejection = assertThrows(WeirException.class, () -> plugins(foreign));
        assertTrue(
                rejection.getMessage().startsWith("hold 1.0.0 was installed from the publisher"),
                rejection.getMessage());
        assertTrue(rejection.remedy().contains("without --engine"), rejection.remedy());
    }
}
