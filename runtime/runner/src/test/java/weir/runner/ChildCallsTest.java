package weir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.isolation.ChildException;
import weir.isolation.Level;
import weir.isolation.RemoteStrategy;
import weir.strategy.Market;
import weir.strategy.Swap;

/** Calls that end in an unusual way leave neither a process nor a blocked thread. */
class ChildCallsTest {

    /** More than the threads of a child. */
    private static final int MANY = 70;

    @TempDir
    Path folder;

    private Children children;

    @BeforeEach
    void start() throws Exception {
        children = new Children(folder);
    }

    @AfterEach
    void stop() {
        children.close();
    }

    @Test
    void callOfAClosedInstanceStartsNoProcess() {
        RemoteStrategy strategy = children.create(Level.SEPARATE, "alice", "word");
        strategy.close();
        Await.until("the process ends", () -> ownProcesses() == 0);
        String message = assertThrows(ChildException.class, () -> Children.ask(strategy, "keep"))
                .getMessage();
        assertEquals("it was ended", message);
        assertEquals(0, ownProcesses());
    }

    private static long ownProcesses() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    @Test
    void exceptionOfTheMarketReachesTheStrategyAndBlocksNoThread() {
        RemoteStrategy strategy = children.create(Level.SEPARATE, "alice", "word");
        Market broken = new TestMarket(() -> {
            throw new IllegalStateException("the history cannot be read");
        });
        for (int i = 0; i < MANY; i++) {
            String message = assertThrows(ChildException.class, () -> strategy.decide(Children.query("market"), broken))
                    .getMessage();
            assertTrue(message.endsWith("the history cannot be read"), message);
        }
        assertEquals("word 3 true " + (MANY + 1), Children.ask(strategy, "keep"));
        assertEquals(0, children.status("alice").crashes());
    }

    @Test
    void callDuringTheEndOfThePoolFailsAndStartsNoProcess() throws Exception {
        RemoteStrategy strategy = children.create(Level.SEPARATE, "alice", "word");
        CountDownLatch isRunning = new CountDownLatch(1);
        CountDownLatch isClosed = new CountDownLatch(1);
        Market market = new TestMarket(() -> {
            isRunning.countDown();
            isClosed.await();
        });
        CompletableFuture<?> call = CompletableFuture.runAsync(() -> strategy.decide(Children.query("market"), market));
        isRunning.await();
        children.close();
        isClosed.countDown();
        Throwable cause = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS))
                .getCause();
        assertEquals(ChildException.class, cause.getClass());
        assertEquals("it was ended", cause.getMessage());
        assertThrows(ChildException.class, () -> children.create(Level.SEPARATE, "bob", "word"));
        Await.until("the process ends", () -> ownProcesses() == 0);
    }

    /** A stopped process does not notice the end of its input. */
    @Test
    void endOfThePoolKillsAProcessThatIsStillEnding() throws Exception {
        RemoteStrategy strategy = children.create(Level.SEPARATE, "alice", "word");
        RemoteStrategy other = children.create(Level.SEPARATE, "alice", "word");
        ProcessHandle process = ProcessHandle.of(children.pid("alice")).orElseThrow();
        other.close();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid()))
                        .start()
                        .waitFor());
        Thread closing = new Thread(strategy::close);
        closing.start();
        Await.until("the instance is being closed", () -> closing.getState() != Thread.State.RUNNABLE);
        children.close();
        Await.until("the process ends", () -> !process.isAlive());
        closing.join();
    }

    @Test
    void strategyWhoseStateCannotBeRestoredIsNotCreatedForEachQuery() throws Exception {
        RemoteStrategy strategy = children.create(Level.SEPARATE, "alice", "word");
        strategy.restoreState(new byte[] {0, 0, 0, 0, 0, 0, 0, 7});
        assertThrows(ChildException.class, () -> strategy.restoreState(new byte[] {1}));
        assertEquals("word 3 true 8", Children.ask(strategy, "keep"));
    }

    /** Runs an action when a strategy reads prices. */
    private record TestMarket(Action action) implements Market {

        private interface Action {
            void run() throws InterruptedException;
        }

        @Override
        public List<Observation> prices(long fromBlock) {
            try {
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }

        @Override
        public List<Swap> swaps(long fromBlock) {
            return List.of();
        }
    }
}
