package weir.router.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AsyncBatchWriterTest {

    private static final int CAPACITY = 10;

    private final List<Integer> written = new ArrayList<>();
    private long dropped;

    @Test
    void fullQueueDropsItemsWithoutBlocking() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AsyncBatchWriter<Integer> writer = new AsyncBatchWriter<>("test", CAPACITY, (batch, droppedBefore) -> {
            busy.countDown();
            await(go);
            written.addAll(batch);
            dropped += droppedBefore;
        });
        writer.add(0);
        busy.await();
        // The writer is blocked now. If adding waited, this loop would never end.
        for (int i = 1; i <= 3 * CAPACITY; i++) {
            writer.add(i);
        }
        assertTrue(writer.writingTime().toNanos() > 0);
        go.countDown();
        writer.close();
        assertEquals(Duration.ZERO, writer.writingTime());
        assertEquals(IntStream.rangeClosed(0, CAPACITY).boxed().toList(), written);
        assertEquals(2 * CAPACITY, dropped);
    }

    @Test
    void errorOfTheSinkLosesOneBatchAndReportsItsItemsAsDropped() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        AsyncBatchWriter<Integer> writer = new AsyncBatchWriter<>("test", CAPACITY, (batch, droppedBefore) -> {
            dropped += droppedBefore;
            if (batch.contains(1)) {
                failed.countDown();
                throw new OutOfMemoryError("Java heap space");
            }
            written.addAll(batch);
        });
        writer.add(1);
        failed.await();
        writer.add(2);
        writer.close();
        assertEquals(List.of(2), written);
        assertEquals(1, dropped);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
