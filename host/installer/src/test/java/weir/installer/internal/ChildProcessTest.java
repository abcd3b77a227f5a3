package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.PluginOrigin;
import weir.installer.trust.Isolation;
import weir.isolation.ChildProcesses;
import weir.isolation.Level;
import weir.router.Answer;

/** Bundles of a publisher in a real child process: they are installed, upgraded and configured as those of the host. */
class ChildProcessTest extends PublishedPluginTest {

    private static final String PAIR = "0x" + "a".repeat(40);
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** Queries while the process is killed. */
    private static final int QUERIES = Integer.getInteger("weir.child.queries", 1_000);

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"SEPARATE", "FENCED"})
    void upgradeAndParametersWorkInOneProcess(Level level) throws Exception {
        requirePossible(level);
        trust(level);
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"x\"}");
        install(BundleBuilder.sample("1.0.0", "one"));
        host.awaitAnswer("one x");
        host.awaitState("sample.jar", INSTALLED);
        long pid = onlyChild().pid().orElseThrow();
        assertEquals(Optional.of(level), host.status("sample.jar").origin().map(origin -> origin.level()));
        install(BundleBuilder.sample("1.1.0", "two"));
        host.awaitAnswer("two x");
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"y\"}");
        host.awaitAnswer("two y");
        host.awaitPluginCount(1);
        assertEquals(pid, onlyChild().pid().orElseThrow());
        Files.delete(plugin("sample.jar"));
        host.awaitPluginCount(0);
        Await.until("the process ends", () -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void stateSurvivesAnUpgradeAndARestartOfTheHost() throws Exception {
        trust(Level.SEPARATE);
        Files.writeString(host.routes().resolve("default.json"), "{\"pair\": \"*\", \"strategy\": \"counting\"}");
        install(BundleBuilder.of("weir.counting", "1.0.0", ""));
        host.awaitAnswer("1");
        install(BundleBuilder.of("weir.counting", "1.1.0", ""));
        long[] count = {1};
        Await.until("1.1.0 serves", () -> {
            Answer answer = host.ask();
            assertFalse(answer.isFallback(), answer::toString);
            assertEquals(++count[0], Long.parseLong(answer.decision().reason()));
            return answer.version().equals(Optional.of(new Version("1.1.0")));
        });
        host.close();
        host = newHost();
        Answer[] first = new Answer[1];
        Await.until("the strategy answers", () -> !(first[0] = host.ask()).isFallback());
        assertEquals(count[0] + 1, Long.parseLong(first[0].decision().reason()));
    }

    @Test
    void changedLevelMovesTheBundle() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "one"));
        host.awaitAnswer("one none");
        trust(Level.EXTERNAL);
        Await.until(() -> answer().contains("/no/such/wrapper"), this::answer);
        trust(Level.SEPARATE);
        host.awaitAnswer("one none");
        assertEquals(Level.SEPARATE, onlyChild().placement().level());
    }

    /** Installs a strategy that runs in the host if its publisher's level is that. */
    private void installPure() throws Exception {
        Files.writeString(host.routes().resolve("default.json"), "{\"pair\": \"*\", \"strategy\": \"pure\"}");
        install(BundleBuilder.of("weir.pure", "1.0.0", ""));
        host.awaitAnswer("pure");
    }

    /** The strategy starts at its new level before it stops at the old one. */
    @Test
    void changedLevelLosesNoAnswer() throws Exception {
        trust(Level.SEPARATE);
        installPure();
        for (Level level : List.of(Level.HOST, Level.SEPARATE, Level.HOST)) {
            trust(level);
            Await.until("the level is " + level, () -> {
                assertEquals("pure", host.answer());
                return host.status("sample.jar")
                        .origin()
                        .map(PluginOrigin::level)
                        .equals(Optional.of(level));
            });
            Await.until("the bundle of the other level is removed", () -> {
                assertEquals("pure", host.answer());
                return host.pluginBundles().size() == 1;
            });
        }
        assertEquals(List.of(), host.service(ChildProcesses.class).status());
    }

    @Test
    void strategyThatCannotMoveToItsLevelDoesNotStayInTheHost() throws Exception {
        trust(Level.HOST);
        installPure();
        assertEquals(List.of(), host.service(ChildProcesses.class).status());
        trust(Level.EXTERNAL);
        host.awaitState("sample.jar", REJECTED);
        host.awaitPluginCount(0);
        assertTrue(answer().contains("/no/such/wrapper"), this::answer);
        trust(Level.HOST);
        host.awaitAnswer("pure");
    }

    @Test
    void strategyThatCannotMoveToAWeakerLevelStaysWhereItIs() throws Exception {
        List<String> wrapper = List.of("/usr/bin/env", "JAVA_TOOL_OPTIONS=-Dweir.sample.home=true");
        Isolation external = new Isolation(Level.EXTERNAL, wrapper);
        trust("alice", external);
        install(BundleBuilder.sample("1.0.0", "homeless"));
        host.awaitAnswer("homeless none");
        trust(Level.SEPARATE);
        host.awaitState("sample.jar", REJECTED);
        String message = host.status("sample.jar").message();
        assertTrue(message.contains("built to fail"), message);
        assertTrue(message.endsWith("my.sample 1.0.0 stays installed"), message);
        assertEquals("homeless none", host.answer());
        assertEquals(Level.EXTERNAL, onlyChild().placement().level());
        trust("alice", external);
        host.awaitState("sample.jar", INSTALLED);
        assertEquals("homeless none", host.answer());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void installationFromAPublisherTakesTheCopiedJarOutOfTheHost(boolean isCopiedAgain) throws Exception {
        trust(Level.SEPARATE);
        Path jar = home.resolve("built.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(jar);
        HostHarness.copyAtomically(jar, plugin("sample.jar"));
        host.awaitAnswer("one none");
        assertEquals(List.of(), host.service(ChildProcesses.class).status());
        writeProvenance(jar);
        if (isCopiedAgain) {
            HostHarness.copyAtomically(jar, plugin("sample.jar"));
        }
        Await.until(
                "the strategy runs in a child process",
                () -> !host.service(ChildProcesses.class).status().isEmpty());
        host.awaitAnswer("one none");
        assertEquals(Level.SEPARATE, onlyChild().placement().level());
        host.awaitPluginCount(1);
    }

    @Test
    void changedAliasDoesNotInterruptTheRoute() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "one"));
        host.awaitAnswer("one none");
        List<Bundle> before = host.pluginBundles();
        trust("bob", new Isolation(Level.SEPARATE));
        Await.until("the alias is known", () -> host.status("sample.jar")
                .origin()
                .flatMap(PluginOrigin::alias)
                .equals(Optional.of("bob")));
        assertEquals(before, host.pluginBundles());
        assertEquals("one none", host.answer());
    }

    private String answer() {
        return host.answer() + host.status("sample.jar") + host.router().routes();
    }

    @Test
    void failureOfAStrategyIsReportedAsInTheHost() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "broken"));
        Await.until(() -> problem().contains("IllegalStateException: built to fail"), this::problem);
        install(BundleBuilder.sample("1.0.1", "good"));
        host.awaitAnswer("good none");
    }

    @Test
    void bundleThatNeedsAnotherPluginIsRejected() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "one").with("Import-Package", "com.example.other, *"));
        host.awaitState("sample.jar", REJECTED);
        String message = host.status("sample.jar").message();
        assertTrue(message.contains("it imports com.example.other"), message);
        assertEquals(List.of(), host.service(ChildProcesses.class).status());
    }

    /** Each query is answered before its deadline while the process is killed, and then by the strategy again. */
    @Test
    void killedProcessLosesNoAnswer() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "one"));
        host.awaitAnswer("one none");
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger unanswered = new AtomicInteger();
        Thread[] validators = new Thread[3];
        for (int i = 0; i < validators.length; i++) {
            validators[i] = new Thread(() -> {
                while (asked.incrementAndGet() <= QUERIES) {
                    Answer answer = host.ask(PAIR, DEADLINE);
                    if (!answer.isFallback() && !answer.decision().reason().equals("one none")) {
                        unanswered.incrementAndGet();
                    }
                }
                asked.decrementAndGet();
            });
            validators[i].start();
        }
        for (int kill = 1; kill <= 2; kill++) {
            int part = kill * QUERIES / 3;
            int crashes = kill - 1;
            Await.until("queries", () -> asked.get() >= part);
            Await.until(
                    "the process runs",
                    () -> onlyChild().crashes() == crashes && onlyChild().pid().isPresent());
            ProcessHandle.of(onlyChild().pid().getAsLong()).orElseThrow().destroyForcibly();
        }
        for (Thread validator : validators) {
            validator.join();
        }
        assertEquals(0, unanswered.get());
        assertEquals(QUERIES, asked.get());
        host.awaitAnswer("one none");
        assertEquals(2, onlyChild().crashes());
    }

    private void requirePossible(Level level) {
        Optional<String> problem = host.service(ChildProcesses.class).problem(level);
        assumeTrue(problem.isEmpty(), () -> "SKIPPED: " + problem.orElseThrow());
    }
}
