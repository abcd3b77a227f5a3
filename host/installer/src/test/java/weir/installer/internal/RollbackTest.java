package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostTest;
import weir.router.Routes;

/** Rollback of a route to another strategy, in a real framework. */
class RollbackTest extends HostTest {

    @Test
    void rollbackSelectsInstalledStrategiesOnly() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        BundleBuilder.of("weir.twice", "2.0.0", "").writeTo(plugin("twice.jar"));
        host.awaitAnswer("one none");
        host.awaitState("twice.jar", INSTALLED);
        Routes routes = host.routeEditor();
        routes.pin("default", "twice", "[2.0.0,2.0.0]");
        Await.until(() -> host.isServedBy("2.0.0"), host::ask);
        Files.move(plugin("sample.jar"), home.resolve("sample"));
        host.awaitPluginCount(1);
        IllegalArgumentException rejection =
                assertThrows(IllegalArgumentException.class, () -> routes.rollback("default"));
        assertTrue(rejection.getMessage().contains("was never served by another version that is running and healthy"));
        assertTrue(host.isServedBy("2.0.0"));

        Files.move(home.resolve("sample"), plugin("sample.jar"));
        host.awaitPluginCount(2);
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(new Version("1.0.0"), routes.rollback("default"));
        host.awaitAnswer("one none");
    }
}
