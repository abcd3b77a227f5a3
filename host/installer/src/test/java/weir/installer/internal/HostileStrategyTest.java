package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.router.Answer;
import weir.strategy.Decision;
import weir.strategy.Position;

/** Harmful strategies in a real framework: their own pair is answered with the current positions, other pairs by their strategies. */
class HostileStrategyTest extends HostTest {

    private static final String PAIR = "0x" + "c".repeat(40);
    /** Results in the shortest deadline, 50 ms. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    HostileStrategyTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @BeforeEach
    void installOtherStrategy() throws Exception {
        BundleBuilder.sample("1.0.0", "other pair").writeTo(plugin("sample.jar"));
        host.awaitAnswer("other pair none");
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
    void failingStrategyAffectsItsOwnPairOnly(String behavior, String reason) throws Exception {
        install(behavior);
        String why = "";
        for (int i = 0; i < 6; i++) {
            Answer answer = host.ask(PAIR, behavior.equals("full heap") ? Duration.ofSeconds(5) : SHORT);
            assertTrue(answer.isFallback(), answer::toString);
            why = answer.decision().reason();
            assertServesOthers();
        }
        assertTrue(why.contains(reason), why);
        assertTrue(host.health("router").toString().contains(reason), () -> "health does not report " + reason);
    }

    @Test
    void forgottenThreadsAreReported() throws Exception {
        install("thread bomb");
        for (int i = 0; i < 3; i++) {
            host.ask(PAIR, SHORT);
            assertServesOthers();
        }
        Files.delete(plugin("hostile.jar"));
        host.awaitPluginCount(1);
        Await.until(
                () -> host.installer().classUnloading().leaks().stream().anyMatch(one -> one.contains("thread")),
                () -> host.installer().classUnloading().toString());
        assertEquals(Result.Status.WARN, host.health("installer").getStatus());
        assertServesOthers();
    }

    @Test
    void decisionThatIsModifiedAfterItWasReturnedIsSentUnmodified() throws Exception {
        install("changed list");
        Await.until(() -> !host.ask(PAIR, SHORT).isFallback(), () -> host.ask(PAIR, SHORT)
                .toString());
        assertEquals(
                Decision.rebalance(List.of(new Position(-20, 20, BigInteger.ONE, BigInteger.ONE)), "changed list"),
                host.ask(PAIR, SHORT).decision());
    }

    @Test
    void oneOfTwoComponentsOfTheSameNameServes() throws Exception {
        Files.writeString(host.routes().resolve("twice.json"), "{\"strategy\": \"twice\", \"pair\": \"" + PAIR + "\"}");
        // Versions that the strategy of the default route, which serves the pair at first, does not have.
        twice("2.0.0");
        Await.until(() -> host.isServedBy(PAIR, "2.0.0"), () -> host.ask(PAIR, SHORT));
        String expected = host.ask(PAIR, SHORT).decision().reason();
        for (int i = 0; i < 20; i++) {
            assertEquals(expected, host.ask(PAIR, SHORT).decision().reason());
        }
        twice("2.1.0");
        Await.until(() -> host.isServedBy(PAIR, "2.1.0"), () -> host.ask(PAIR, SHORT));
        host.awaitPluginCount(2);
        assertFalse(host.ask(PAIR, SHORT).isFallback());
    }

    @Test
    void strategyThatEndsTheJvmIsNotInstalled() throws Exception {
        BundleBuilder.of("weir.quitter", "1.0.0", "").writeTo(plugin("quitter.jar"));
        host.awaitState("quitter.jar", REJECTED);
        assertTrue(host.status("quitter.jar").message().contains("java.lang.System.exit"));
        assertServesOthers();
    }

    private void install(String behavior) throws IOException {
        Files.writeString(
                host.routes().resolve("hostile.json"), "{\"strategy\": \"hostile\", \"pair\": \"" + PAIR + "\"}");
        BundleBuilder.of("weir.hostile", "1.0.0", behavior).writeTo(plugin("hostile.jar"));
        host.awaitState("hostile.jar", INSTALLED);
        Await.until(
                () -> host.router().routes().stream()
                        .anyMatch(route -> route.id().equals("hostile")
                                && route.serving().equals(Optional.of(new Version("1.0.0")))),
                () -> host.router().routes().toString());
    }

    private void twice(String version) {
        BundleBuilder.of("weir.twice", version, version).writeTo(plugin("twice.jar"));
    }

    private void assertServesOthers() {
        assertEquals("other pair none", host.answer());
    }
}
