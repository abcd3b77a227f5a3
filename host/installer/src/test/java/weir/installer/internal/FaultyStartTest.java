package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REFUSED;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Strategies that fail or hang when they begin and when they end, in a real framework. */
class FaultyStartTest extends HostFixture {

    @Test
    void aNewVersionThatDoesNotStartLeavesTheOldOneServing() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        Pack.sample("1.1.0", "broken").to(plugin("sample.jar"));
        host.awaitState("sample.jar", REFUSED);
        assertTrue(host.status("sample.jar").message().contains("it cannot serve routes [default (it does not start"));
        assertTrue(host.status("sample.jar").message().contains("my.sample 1.0.0 stays installed"));
        assertEquals("one none", host.word());
        assertEquals(1, host.pluginBundles().size());
    }

    @Test
    void aNewVersionThatFailsAtTheLastRealQueryLeavesTheOldOneServing() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        long before = fallbacks();
        Pack.sample("1.1.0", "clueless").to(plugin("sample.jar"));
        host.awaitState("sample.jar", REFUSED);
        assertTrue(host.status("sample.jar").message().contains("self-test: the strategy returned null"));
        assertEquals("one none", host.word());
        assertEquals(before, fallbacks());
    }

    @Test
    void aStrategyThatFailsAtItsEndGoesAllTheSame() throws Exception {
        Pack.sample("1.0.0", "spiteful").to(plugin("sample.jar"));
        host.awaitWord("spiteful none");
        Pack.sample("1.1.0", "two").to(plugin("sample.jar"));
        host.awaitWord("two none");
        TestHost.await(() -> host.pluginBundles().size() == 1, () -> host.pluginBundles()
                .toString());
    }

    @Test
    void aStrategyThatHangsAtItsStartFreezesNobody() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        Pack.sample("1.1.0", "sleepy").to(plugin("sample.jar"));
        host.awaitState("sample.jar", REFUSED);
        assertEquals("one none", host.word());
        Pack.sample("1.2.0", "two").to(plugin("sample.jar"));
        host.awaitWord("two none");
    }

    @Test
    void aStrategyThatStartsLateServesThen() throws Exception {
        Pack.sample("1.0.0", "sleepy").to(plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        assertTrue(note().contains("it serves as soon as it has started"), this::note);
        assertTrue(host.status("sample.jar").message().contains("it cannot serve routes [default"));
        System.setProperty(AWAKE, "true");
        host.awaitWord("sleepy none");
        TestHost.await(() -> host.status("sample.jar").message().isEmpty(), () -> host.status("sample.jar")
                .toString());
        assertEquals("", note());
    }

    @Test
    void aNewVersionThatStartsLateIsTriedAgain() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        Pack.sample("1.1.0", "sleepy").to(plugin("sample.jar"));
        host.awaitState("sample.jar", REFUSED);
        assertTrue(
                host.status("sample.jar").message().contains("takes longer than 3 s to start; trying again in 5 s"),
                () -> host.status("sample.jar").message());
        assertEquals("one none", host.word());
        System.setProperty(AWAKE, "true");
        host.awaitWord("sleepy none");
        host.awaitState("sample.jar", INSTALLED);
    }

    @Test
    void aStrategyThatHangsAtItsEndFreezesNobody() throws Exception {
        Pack.sample("1.0.0", "clinging").to(plugin("sample.jar"));
        host.awaitWord("clinging none");
        Pack.sample("1.1.0", "two").to(plugin("sample.jar"));
        host.awaitWord("two none");
        Pack.sample("1.2.0", "three").to(plugin("sample.jar"));
        host.awaitWord("three none");
    }

    @Test
    void aStrategyThatDoesNotStartIsNotTakenForMissing() throws Exception {
        Pack.sample("1.0.0", "broken").to(plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(
                "sample 1.0.0 is installed and does not start: java.lang.IllegalStateException: packed to fail;"
                        + " mend the route's parameters, or the strategy",
                note());
        Files.delete(plugin("sample.jar"));
        TestHost.await(() -> note().equals("no version of sample runs; install one or change the route"), this::note);
    }

    /** DS holds the place of an instance until its end returns: the route stands empty and says why. */
    @Test
    void whereAChangeOfParametersHangsAMendedVersionServes() throws Exception {
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
        Pack.sample("1.0.0", "clinging").to(plugin("sample.jar"));
        host.awaitWord("clinging a");
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"b\"}");
        TestHost.await(() -> note().contains("hung for 3 s"), this::note);
        Pack.sample("1.1.0", "mended").to(plugin("mended.jar"));
        host.awaitWord("mended b");
    }
}
