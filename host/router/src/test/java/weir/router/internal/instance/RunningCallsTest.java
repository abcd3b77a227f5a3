package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunningCallsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void noCallBeginsWhileNewOnesAreRejected() throws Exception {
        RunningCalls runningCalls = new RunningCalls();
        assertTrue(runningCalls.tryBegin());
        runningCalls.rejectNew();
        assertFalse(runningCalls.tryBegin());
        assertFalse(runningCalls.awaitNone(Duration.ZERO));
        runningCalls.end();
        assertTrue(runningCalls.awaitNone(LONG));
    }

    @Test
    void withoutCallsTheDrainEndsAtOnce() throws Exception {
        RunningCalls runningCalls = new RunningCalls();
        runningCalls.rejectNew();
        runningCalls.rejectNew();
        assertTrue(runningCalls.awaitNone(Duration.ZERO));
    }

    @Test
    void newCallsMayBePermittedAgain() throws Exception {
        RunningCalls runningCalls = new RunningCalls();
        runningCalls.rejectNew();
        runningCalls.permitNew();
        assertTrue(runningCalls.tryBegin());
        runningCalls.rejectNew();
        assertFalse(runningCalls.awaitNone(Duration.ZERO));
        runningCalls.end();
        assertTrue(runningCalls.awaitNone(LONG));
    }

    /** Repeats the race many times: after the drain, no call runs and no call begins. */
    @Test
    void drainedMeansEmpty() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 500; round++) {
                RunningCalls runningCalls = new RunningCalls();
                AtomicBoolean drained = new AtomicBoolean();
                AtomicInteger tooLate = new AtomicInteger();
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> users = new ArrayList<>();
                for (int user = 0; user < 3; user++) {
                    users.add(threads.submit(() -> {
                        start.await();
                        while (runningCalls.tryBegin()) {
                            if (drained.get()) {
                                tooLate.incrementAndGet();
                            }
                            runningCalls.end();
                        }
                        return null;
                    }));
                }
                start.countDown();
                runningCalls.rejectNew();
                assertTrue(runningCalls.awaitNone(LONG));
                drained.set(true);
                for (Future<?> user : users) {
                    user.get();
                }
                assertEquals(0, tooLate.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
