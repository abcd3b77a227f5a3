package weir.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.installer.BundleIdentity;
import weir.installer.PluginOrigin;
import weir.installer.PluginStatus;
import weir.isolation.Level;
import weir.router.RouteStatus;
import weir.router.UpgradePolicy;

class BannerTextTest {

    private static final PluginStatus HOLD = new PluginStatus(
            "hold.jar",
            Optional.of(new BundleIdentity("weir.hold", new Version("1.0.0"))),
            PluginStatus.State.INSTALLED,
            "",
            Optional.of(new PluginOrigin(
                    "0123456789ab" + "c".repeat(52),
                    Optional.of("5F"),
                    Optional.of("alice"),
                    new TreeSet<>(),
                    Level.FENCED)));
    private static final RouteStatus DEFAULT = new RouteStatus(
            "default",
            8453,
            "*",
            "hold",
            Optional.of(VersionRange.valueOf("[1.0,2.0)")),
            UpgradePolicy.AUTO,
            Optional.of(new Version("1.0.0")),
            List.of(),
            0,
            0,
            "");

    @Test
    void showsPortsStrategiesAndRoutes() {
        String text = BannerText.format(
                "0.2.0",
                "http://127.0.0.1:8091",
                "http://127.0.0.1:40123",
                List.of("miner 5F has UID 7"),
                List.of(HOLD),
                List.of("CPU time of child processes is not limited"),
                List.of(DEFAULT),
                List.of());
        assertEquals(
                """

                Weir 0.2.0
                  axon listens on http://127.0.0.1:8091/RebalanceQuery
                  admin API listens on http://127.0.0.1:40123
                  miner 5F has UID 7

                strategies
                  name       version  state      file      from      isolation  permissions  sha-256
                  weir.hold  1.0.0    installed  hold.jar  alice 5F  fenced     pure         0123456789ab
                  CPU time of child processes is not limited

                routes
                  route    chain  pair  strategy  versions       serving
                  default  8453   *     hold      [1.0.0,2.0.0)  1.0.0

                """,
                text);
    }

    @Test
    void emptyHostShowsRemedies() {
        String text = BannerText.format(
                "0.2.0", "", "", List.of(), List.of(), List.of(), List.of(), List.of("a.json: no strategy"));
        assertTrue(text.contains("put a strategy's JAR into the plugins directory"), text);
        assertTrue(text.contains("add a file to conf/routes"), text);
        assertFalse(text.contains("listens on"), text);
        assertFalse(text.contains("admin API"), text);
        assertTrue(text.contains("problems\n  a.json: no strategy"), text);
    }

    @Test
    void longListsAreCutToOneScreen() {
        String text = BannerText.format(
                "0.2.0", "", "", List.of(), Collections.nCopies(500, HOLD), List.of(), List.of(DEFAULT), List.of());
        assertTrue(text.contains("... and 484 more"), text);
        assertTrue(text.lines().count() < 40, text);
    }
}
