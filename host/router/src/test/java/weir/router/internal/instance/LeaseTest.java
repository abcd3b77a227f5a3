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

class LeaseTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void nobodyEntersAfterRetirement() throws Exception {
        Lease lease = new Lease();
        assertTrue(lease.acquire());
        lease.retire();
        assertFalse(lease.acquire());
        assertFalse(lease.awaitDrained(Duration.ZERO));
        lease.release();
        assertTrue(lease.awaitDrained(LONG));
    }

    @Test
    void anEmptyLeaseIsDrainedAtOnce() throws Exception {
        Lease lease = new Lease();
        lease.retire();
        lease.retire();
        assertTrue(lease.awaitDrained(Duration.ZERO));
    }

    /** The whole promise, tried many times: once drained, nobody is inside and nobody comes. */
    @Test
    void drainedMeansEmpty() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 500; round++) {
                Lease lease = new Lease();
                AtomicBoolean drained = new AtomicBoolean();
                AtomicInteger tooLate = new AtomicInteger();
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> users = new ArrayList<>();
                for (int user = 0; user < 3; user++) {
                    users.add(threads.submit(() -> {
                        start.await();
                        while (lease.acquire()) {
                            if (drained.get()) {
                                tooLate.incrementAndGet();
                            }
                            lease.release();
                        }
                        return null;
                    }));
                }
                start.countDown();
                lease.retire();
                assertTrue(lease.awaitDrained(LONG));
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
