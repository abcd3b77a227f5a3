package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.BundleBuilder;
import weir.fixtures.host.ChildHost;
import weir.itest.slow.SlowStrategy;
import weir.itest.stuck.StuckStrategy;

/** Stopping the host while a query is being answered, and while a strategy blocks the stop. */
class StopTest {

    private static final String POOL = "0x" + "b2".repeat(20);

    /** Exit code of a JVM after SIGTERM. */
    private static final int SIGTERM = 143;

    /** Exit code of a host that did not stop in time. */
    private static final int HALTED = 3;

    private static final Executor NEW_THREAD = task -> new Thread(task).start();

    @TempDir
    Path home;

    @Test
    void pendingQueryIsAnsweredBeforeTheHostStops() throws Exception {
        try (ChildHost host = ChildHost.start(home, home, StopTimeout.environment(120), "--axon.ip", "127.0.0.1")) {
            BundleBuilder.of(SlowStrategy.class.getPackageName(), "1.0.0", "")
                    .writeTo(home.resolve("plugins/slow.jar"));
            Files.writeString(
                    home.resolve("conf/routes/slow.json"), "{\"pair\": \"" + POOL + "\", \"strategy\": \"slow\"}");
            host.await("the slow strategy answers", () -> ask(host).contains(SlowStrategy.REASON));
            Path called = home.resolve(SlowStrategy.CALLED);
            Files.delete(called);
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(host), NEW_THREAD);
            host.await("the strategy is called", () -> Files.exists(called));
            long logged = completedAnswers(host.output());
            assertEquals(SIGTERM, host.stop(), "the host ends without being killed");
            assertTrue(answer.get().contains(SlowStrategy.REASON), answer::join);
            assertEquals(logged + 1, completedAnswers(host.output()), "log lines during the stop are printed");
            assertEquals(
                    logged + 1,
                    completedAnswers(Files.readString(home.resolve("logs/weir.log.0"))),
                    "log lines during the stop are in the log file");
        }
    }

    @Test
    void stopThatAStrategyBlocksEndsAfterItsTimeout() throws Exception {
        Map<String, String> twoSeconds = StopTimeout.environment(2);
        try (ChildHost host = ChildHost.start(home, home, twoSeconds, "--axon.ip", "127.0.0.1")) {
            BundleBuilder.of(StuckStrategy.class.getPackageName(), "1.0.0", "")
                    .writeTo(home.resolve("plugins/stuck.jar"));
            Files.writeString(
                    home.resolve("conf/routes/stuck.json"), "{\"pair\": \"" + POOL + "\", \"strategy\": \"stuck\"}");
            host.await("the strategy adds its hook", () -> ask(host).contains(StuckStrategy.REASON));
            long start = System.nanoTime();
            assertEquals(HALTED, host.stop(), host.output());
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis >= 1_900, millis + " ms");
            assertTrue(host.output().contains("did not stop within 2 s"), host.output());
        }
        // A halt leaves a home that the next host starts from.
        Files.delete(home.resolve("plugins/stuck.jar"));
        try (ChildHost host = ChildHost.start(home, home, StopTimeout.environment(120), "--axon.ip", "127.0.0.1")) {
            assertEquals(SIGTERM, host.stop(), host.output());
        }
    }

    private static long completedAnswers(String log) {
        return log.lines().filter(line -> line.contains(SlowStrategy.LOGGED)).count();
    }

    private static String ask(ChildHost host) {
        try {
            return host.ask(POOL);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
