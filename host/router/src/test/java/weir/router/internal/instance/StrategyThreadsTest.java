package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A strategy may keep so many callers waiting and no more: they are the host's workers, and other routes need them. */
class StrategyThreadsTest {

    private final CountDownLatch hang = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final StrategyThreads threads = new StrategyThreads("test");

    @AfterEach
    void close() {
        hang.countDown();
        threads.close();
    }

    @Test
    void aStrategyThatHangsGetsNoMoreThanItsShare() throws Exception {
        for (int i = 0; i < StrategyThreads.MAX_CALLS_IF_STUCK; i++) {
            assertTrue(hanging().isPresent());
        }
        Thread.sleep(StrategyThreads.STUCK_AFTER.toMillis() + 50);
        assertEquals(Optional.empty(), hanging());
    }

    @Test
    void aBurstWaitsForAStrategyThatMoves() throws Exception {
        List<StrategyCall<String>> burst = new ArrayList<>();
        for (int i = 0; i < 4 * StrategyThreads.MAX_CALLS_IF_STUCK; i++) {
            burst.add(threads.submit(() -> "done", ended::incrementAndGet).orElseThrow());
        }
        for (StrategyCall<String> call : burst) {
            assertEquals("done", call.get());
        }
    }

    @Test
    void onceTheCallsComeHomeItTakesNewOnes() throws Exception {
        List<StrategyCall<String>> calls = new ArrayList<>();
        for (int i = 0; i < StrategyThreads.MAX_CALLS_IF_STUCK; i++) {
            calls.add(hanging().orElseThrow());
        }
        Thread.sleep(StrategyThreads.STUCK_AFTER.toMillis() + 50);
        assertEquals(Optional.empty(), hanging());
        hang.countDown();
        for (StrategyCall<String> call : calls) {
            assertEquals("late", call.get());
        }
        assertEquals("late", hanging().orElseThrow().get());
    }

    @Test
    void whatItCannotTakeTakesNoPlace() throws Exception {
        threads.close();
        for (int i = 0; i <= StrategyThreads.MAX_CALLS; i++) {
            assertEquals(Optional.empty(), hanging());
        }
        assertEquals(0, ended.get(), "a call that was not taken does not end");
    }

    private Optional<StrategyCall<String>> hanging() {
        return threads.submit(
                () -> {
                    hang.await();
                    return "late";
                },
                ended::incrementAndGet);
    }
}
