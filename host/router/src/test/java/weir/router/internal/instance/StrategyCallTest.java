package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A strategy that takes long gives way to the others, and the thread that it had is a thread like any other afterwards. */
class StrategyCallTest {

    private final ExecutorService strategys = Executors.newSingleThreadExecutor();
    private volatile boolean enough;

    @AfterEach
    void close() {
        enough = true;
        strategys.shutdownNow();
    }

    @Test
    void aQuickOneKeepsItsPriority() throws Exception {
        StrategyCall<Integer> call = new StrategyCall<>(StrategyCallTest::priority);
        strategys.execute(call);
        assertEquals(Thread.NORM_PRIORITY, call.await(deadline(Duration.ofMinutes(1))));
    }

    @Test
    void aSlowOneGivesWayAndIsStillHeard() throws Exception {
        StrategyCall<Integer> call = new StrategyCall<>(() -> {
            while (priority() == Thread.NORM_PRIORITY) {
                Thread.onSpinWait();
            }
            return priority();
        });
        strategys.execute(call);
        assertEquals(StrategyCall.SLOW_CALL_PRIORITY, call.await(deadline(Duration.ofMinutes(1))));
        assertEquals(
                Thread.NORM_PRIORITY,
                strategys.submit(StrategyCallTest::priority).get());
    }

    @Test
    void oneThatLoopsBeyondItsDeadlineGetsWhatIsLeft() throws Exception {
        CompletableFuture<Integer> lowest = new CompletableFuture<>();
        StrategyCall<Integer> call = new StrategyCall<>(() -> {
            while (!enough) {
                if (priority() == StrategyCall.LATE_CALL_PRIORITY) {
                    lowest.complete(priority());
                }
            }
            return priority();
        });
        strategys.execute(call);
        assertThrows(
                TimeoutException.class,
                () -> call.await(deadline(StrategyCall.NORMAL_PRIORITY_PERIOD.multipliedBy(2))));
        assertEquals(StrategyCall.LATE_CALL_PRIORITY, lowest.get());
    }

    @Test
    void oneThatNeverBeganTakesNothingFromTheOneBeforeIt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Future<Integer> before = strategys.submit(() -> {
            end.await();
            return priority();
        });
        StrategyCall<Integer> call = new StrategyCall<>(StrategyCallTest::priority);
        strategys.execute(call);
        assertThrows(
                TimeoutException.class,
                () -> call.await(deadline(StrategyCall.NORMAL_PRIORITY_PERIOD.multipliedBy(2))));
        end.countDown();
        assertEquals(Thread.NORM_PRIORITY, before.get());
        assertTrue(call.isCancelled());
    }

    private static int priority() {
        return Thread.currentThread().getPriority();
    }

    private static long deadline(Duration from) {
        return System.nanoTime() + from.toNanos();
    }
}
