package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REFUSED;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.router.Answer;
import weir.strategy.Decision;
import weir.strategy.Position;

/**
 * Strategies that do harm, as real bundles in a real framework: their own pair gets the current positions, every other pair its
 * strategy's answer.
 */
class HostileTest extends HostFixture {

    private static final String PAIR = "0x" + "c".repeat(40);
    /** The least of a deadline follows from it: 50 ms. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @BeforeEach
    void others() throws Exception {
        Pack.sample("1.0.0", "other pair").to(plugin("sample.jar"));
        host.awaitWord("other pair none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endless loop | did not answer in time",
                "long sleep | did not answer in time",
                "stack overflow | java.lang.StackOverflowError",
                "full heap | OutOfMemoryError",
                "no answer | returned null"
            })
    void itsPairGetsTheCurrentPositionsAndOthersTheirs(String harm, String reason) throws Exception {
        install(harm);
        String why = "";
        for (int i = 0; i < 6; i++) {
            Answer answer = host.ask(PAIR, harm.equals("full heap") ? Duration.ofSeconds(5) : SHORT);
            assertTrue(answer.fallback(), answer::toString);
            why = answer.decision().reason();
            assertServesOthers();
        }
        assertTrue(why.contains(reason), why);
        assertTrue(host.health("router").toString().contains(reason), () -> "health does not say it");
    }

    @Test
    void threadsWithoutEndAreNotStoppedAndAreReportedByName() throws Exception {
        install("thread bomb");
        for (int i = 0; i < 3; i++) {
            host.ask(PAIR, SHORT);
            assertServesOthers();
        }
        Files.delete(plugin("hostile.jar"));
        TestHost.await(() -> host.pluginBundles().size() == 1, () -> host.pluginBundles()
                .toString());
        TestHost.await(
                () -> host.installer().unloading().held().stream().anyMatch(one -> one.contains("thread")),
                () -> host.installer().unloading().toString());
        assertEquals(Result.Status.WARN, host.health("installer").getStatus());
        assertServesOthers();
    }

    @Test
    void anAnswerIsWhatItWasWhenItWasReturned() throws Exception {
        install("changed list");
        TestHost.await(() -> !host.ask(PAIR, SHORT).fallback(), () -> host.ask(PAIR, SHORT)
                .toString());
        assertEquals(
                Decision.rebalance(List.of(new Position(-20, 20, BigInteger.ONE, BigInteger.ONE)), "changed list"),
                host.ask(PAIR, SHORT).decision());
    }

    @Test
    void ofAStrategyThatIsThereTwiceOneServes() throws Exception {
        Files.writeString(host.routes().resolve("twice.json"), "{\"strategy\": \"twice\", \"pair\": \"" + PAIR + "\"}");
        twice("1.0.0");
        TestHost.await(() -> host.ask(PAIR, SHORT).version().equals("1.0.0"), () -> host.ask(PAIR, SHORT)
                .toString());
        String who = host.ask(PAIR, SHORT).decision().reason();
        for (int i = 0; i < 20; i++) {
            assertEquals(who, host.ask(PAIR, SHORT).decision().reason());
        }
        twice("1.1.0");
        TestHost.await(() -> host.ask(PAIR, SHORT).version().equals("1.1.0"), () -> host.ask(PAIR, SHORT)
                .toString());
        TestHost.await(() -> host.pluginBundles().size() == 2, () -> host.pluginBundles()
                .toString());
        assertFalse(host.ask(PAIR, SHORT).fallback());
    }

    @Test
    void whoWouldEndTheJvmIsNotInstalled() throws Exception {
        Pack.of("weir.quitter", "1.0.0", "").to(plugin("quitter.jar"));
        host.awaitState("quitter.jar", REFUSED);
        assertTrue(host.status("quitter.jar").message().contains("java.lang.System.exit"));
        assertServesOthers();
    }

    private void install(String harm) throws IOException {
        Files.writeString(
                host.routes().resolve("hostile.json"), "{\"strategy\": \"hostile\", \"pair\": \"" + PAIR + "\"}");
        Pack.of("weir.hostile", "1.0.0", harm).to(plugin("hostile.jar"));
        host.awaitState("hostile.jar", INSTALLED);
        TestHost.await(
                () -> host.router().routes().stream()
                        .anyMatch(route ->
                                route.id().equals("hostile") && route.serving().equals("1.0.0")),
                () -> host.router().routes().toString());
    }

    private void twice(String version) {
        Pack.of("weir.twice", version, version).to(plugin("twice.jar"));
    }

    private void assertServesOthers() {
        assertEquals("other pair none", host.word());
    }
}
