package weir.installer.internal;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.fixtures.BundleBuilder;
import weir.fixtures.HostHarness;
import weir.fixtures.HostTest;
import weir.installer.PluginStatus;

/** Parameter changes during an upgrade, and changes that Declarative Services misses, in a real framework. */
class ParameterChangeTest extends HostTest {

    @Test
    void parameterChangeMissedByDeclarativeServicesIsRepeated() throws Exception {
        BundleBuilder.sample("1.0.0", "a").writeTo(plugin("sample.jar"));
        change("old");
        host.awaitAnswer("a old");
        change("new");
        host.awaitAnswer("a new");
        // The state after a missed change: the instance has the old parameters.
        host.configureRoute("sample", "default", Map.of("word", "old", "weir.parameters", "{word=old}"));
        host.awaitAnswer("a old");
        host.awaitAnswer("a new");
    }

    /** About two changes in a hundred meet the moment in which Declarative Services misses one: {@code -Dweir.moving=100}. */
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void parameterChangeDuringUpgradeIsNotLost() throws Exception {
        BundleBuilder.sample("1.0.0", "a").writeTo(home.resolve("a"));
        BundleBuilder.sample("1.1.0", "b").writeTo(home.resolve("b"));
        for (int upgrade = 0; upgrade < Integer.getInteger("weir.moving", 4); upgrade++) {
            String content = upgrade % 2 == 0 ? "a" : "b";
            HostHarness.copyAtomically(home.resolve(content), plugin("sample.jar"));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(140_000_000, 300_000_000));
            change(String.valueOf(upgrade));
            host.awaitAnswer(content + " " + upgrade);
            host.awaitState("sample.jar", PluginStatus.State.INSTALLED);
        }
    }

    private void change(String word) throws Exception {
        host.routeEditor()
                .set(
                        "default",
                        "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"" + word + "\"}}");
    }
}
