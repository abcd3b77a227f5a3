package weir.axon.internal.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weir.axon.internal.HttpError;

/** Requests beyond the limit wait in order of stake; those with the least stake are rejected. */
class RequestQueueTest {

    private final List<String> events = new CopyOnWriteArrayList<>();

    private class Named implements RequestQueue.Task {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            events.add(name);
        }

        @Override
        public void fail(HttpError rejection) {
            events.add(rejection.status() + " " + name);
        }
    }

    @Test
    void tasksRunAtOnceBelowTheLimit() {
        RequestQueue queue = new RequestQueue(1, 0);
        queue.submit(0, new Named("first"));
        queue.submit(0, new Named("second"));
        assertEquals(List.of("first", "second"), events);
    }

    @Test
    void highestStakeRunsFirstAndLeastStakeIsRejected() throws InterruptedException {
        RequestQueue queue = new RequestQueue(1, 2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Thread worker = new Thread(() -> queue.submit(0, new Named("slow") {
            @Override
            public void run() {
                started.countDown();
                await(finish);
                super.run();
            }
        }));
        worker.start();
        await(started);
        queue.submit(10, new Named("poor"));
        queue.submit(500, new Named("rich"));
        queue.submit(500, new Named("as rich, later"));
        queue.submit(1, new Named("poorest"));
        finish.countDown();
        worker.join(10_000);
        assertEquals(List.of("503 poor", "503 poorest", "slow", "rich", "as rich, later"), events);
        queue.submit(0, new Named("afterwards"));
        assertEquals("afterwards", events.get(events.size() - 1));
    }

    @Test
    void errorsReleaseThePermit() {
        RequestQueue queue = new RequestQueue(1, 1);
        for (int i = 0; i < 100; i++) {
            queue.submit(0, new Named("failing") {
                @Override
                public void run() {
                    queue.submit(0, new Named("waiting"));
                    throw new OutOfMemoryError("as a strategy that fills the heap causes it");
                }
            });
        }
        assertEquals(Collections.nCopies(100, "waiting"), events);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
