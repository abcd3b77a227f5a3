package weir.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.installer.BundleIdentity;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.UpgradePolicy;

class ScreenTest {

    private static final PluginStatus HOLD = new PluginStatus(
            "hold.jar",
            Optional.of(new BundleIdentity("weir.hold", new Version("1.0.0"))),
            PluginStatus.State.INSTALLED,
            "");
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
    void saysWhatListensWhatIsInstalledAndWhatIsRouted() {
        String screen = Screen.text(
                "0.2.0", "http://127.0.0.1:8091", "http://127.0.0.1:40123", List.of(HOLD), List.of(DEFAULT), List.of());
        assertEquals(
                """

                Weir 0.2.0
                  listens on http://127.0.0.1:8091/RebalanceQuery
                  takes commands on http://127.0.0.1:40123

                strategies
                  name       version  state      file
                  weir.hold  1.0.0    installed  hold.jar

                routes
                  route    chain  pair  strategy  versions       serves
                  default  8453   *     hold      [1.0.0,2.0.0)  1.0.0

                """,
                screen);
    }

    @Test
    void saysWhatToDoWhenThereIsNothing() {
        String screen = Screen.text("0.2.0", "", "", List.of(), List.of(), List.of("a.json: no strategy"));
        assertTrue(screen.contains("put a strategy's JAR into the plugins folder"), screen);
        assertTrue(screen.contains("add a file to conf/routes"), screen);
        assertFalse(screen.contains("listens on"), screen);
        assertFalse(screen.contains("takes commands"), screen);
        assertTrue(screen.contains("to mend\n  a.json: no strategy"), screen);
    }

    @Test
    void staysOnOneScreenWithManyFiles() {
        String screen = Screen.text("0.2.0", "", "", Collections.nCopies(500, HOLD), List.of(DEFAULT), List.of());
        assertTrue(screen.contains("... and 484 more"), screen);
        assertTrue(screen.lines().count() < 40, screen);
    }
}
