package weir.router.internal.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AsyncBatchWriterTest {

    private static final int BOUND = 10;

    private final List<Integer> worked = new ArrayList<>();
    private long dropped;

    @Test
    void takesNoMoreThanItsBoundAndHoldsNobodyUp() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AsyncBatchWriter<Integer> backlog = new AsyncBatchWriter<>("test", BOUND, (batch, lost) -> {
            busy.countDown();
            await(go);
            worked.addAll(batch);
            dropped += lost;
        });
        backlog.add(0);
        busy.await();
        // The writer is blocked now. If adding waited, this loop would never end.
        for (int i = 1; i <= 3 * BOUND; i++) {
            backlog.add(i);
        }
        assertTrue(backlog.writingTime().toNanos() > 0);
        go.countDown();
        backlog.close();
        assertEquals(Duration.ZERO, backlog.writingTime());
        assertEquals(IntStream.rangeClosed(0, BOUND).boxed().toList(), worked);
        assertEquals(2 * BOUND, dropped);
    }

    @Test
    void anErrorCostsItsBatchAndNoOther() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        AsyncBatchWriter<Integer> backlog = new AsyncBatchWriter<>("test", BOUND, (batch, lost) -> {
            dropped += lost;
            if (batch.contains(1)) {
                failed.countDown();
                throw new OutOfMemoryError("Java heap space");
            }
            worked.addAll(batch);
        });
        backlog.add(1);
        failed.await();
        backlog.add(2);
        backlog.close();
        assertEquals(List.of(2), worked);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
