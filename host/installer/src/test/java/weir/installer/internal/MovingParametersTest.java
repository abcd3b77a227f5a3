package weir.installer.internal;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.installer.PluginStatus;

/** Parameters that change while their strategy is swapped, and those that Declarative Services misses, in a real framework. */
class MovingParametersTest extends HostFixture {

    @Test
    void whatDeclarativeServicesMissedIsSentAgain() throws Exception {
        Pack.sample("1.0.0", "a").to(plugin("sample.jar"));
        change("old");
        host.awaitWord("a old");
        change("new");
        host.awaitWord("a new");
        // As after a missed change: the instance has the parameters of before.
        host.configureRoute("sample", "default", Map.of("word", "old", "weir.parameters", "{word=old}"));
        host.awaitWord("a old");
        host.awaitWord("a new");
    }

    /** Two changes of a hundred met the moment in which one is missed: {@code -Dweir.moving=100} for those. */
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void aChangeOfParametersWithinASwapIsNotLost() throws Exception {
        Pack.sample("1.0.0", "a").to(home.resolve("a"));
        Pack.sample("1.1.0", "b").to(home.resolve("b"));
        for (int swap = 0; swap < Integer.getInteger("weir.moving", 4); swap++) {
            String content = swap % 2 == 0 ? "a" : "b";
            KilledHost.drop(home.resolve(content), plugin("sample.jar"));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(140_000_000, 300_000_000));
            change(String.valueOf(swap));
            host.awaitWord(content + " " + swap);
            host.awaitState("sample.jar", PluginStatus.State.INSTALLED);
        }
    }

    private void change(String word) throws Exception {
        host.routesByCommand()
                .set(
                        "default",
                        "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"" + word + "\"}}");
    }
}
