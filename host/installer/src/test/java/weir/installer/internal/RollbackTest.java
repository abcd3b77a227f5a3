package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.router.Routes;

/** A rollback over two strategies, where Declarative Services is asked what is installed, in a real framework. */
class RollbackTest extends HostFixture {

    @Test
    void goesBackOnlyToWhatIsInstalled() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        Pack.of("weir.twice", "2.0.0", "").to(plugin("twice.jar"));
        host.awaitWord("one none");
        host.awaitState("twice.jar", INSTALLED);
        Routes routes = host.routesByCommand();
        routes.pin("default", "twice", "[2.0.0,2.0.0]");
        TestHost.await(() -> host.isServedBy("2.0.0"), () -> host.ask().toString());
        Files.move(plugin("sample.jar"), home.resolve("sample"));
        TestHost.await(() -> host.pluginBundles().size() == 1, () -> host.pluginBundles()
                .toString());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> routes.rollback("default"));
        assertTrue(refused.getMessage().contains("was never served by another version that runs"));
        assertTrue(host.isServedBy("2.0.0"));

        Files.move(home.resolve("sample"), plugin("sample.jar"));
        TestHost.await(() -> host.pluginBundles().size() == 2, () -> host.pluginBundles()
                .toString());
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(new Version("1.0.0"), routes.rollback("default"));
        host.awaitWord("one none");
    }
}
