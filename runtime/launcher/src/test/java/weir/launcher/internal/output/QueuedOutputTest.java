package weir.launcher.internal.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueuedOutputTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch sinkIsCalled = new CountDownLatch(1);
    private final CountDownLatch sinkContinues = new CountDownLatch(1);
    private final QueuedOutput output = new QueuedOutput("test", this::write);

    private void write(byte[] text) {
        sinkIsCalled.countDown();
        try {
            sinkContinues.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        written.add(new String(text, StandardCharsets.UTF_8));
    }

    @Test
    void textsAreWrittenInOrder() {
        sinkContinues.countDown();
        for (int i = 0; i < 1_000; i++) {
            add(i + "\n");
        }
        assertTrue(output.drain(LONG));
        assertEquals(1_000, written.size());
        assertEquals("0\n", written.get(0));
        assertEquals("999\n", written.get(999));
    }

    @Test
    void writersDoNotWaitForABlockedSinkAndLostLinesAreCounted() throws Exception {
        add("first\n");
        sinkIsCalled.await();
        String line = "x".repeat(QueuedOutput.MAX_QUEUED_BYTES / 4 - QueuedOutput.TEXT_OVERHEAD);
        for (int i = 0; i < 7; i++) {
            add(line);
        }
        assertFalse(output.drain(Duration.ofMillis(1)), "the sink is blocked");
        sinkContinues.countDown();
        assertTrue(output.drain(LONG));
        add("last\n");
        assertTrue(output.drain(LONG));
        assertEquals(7, written.size(), written::toString);
        assertEquals(List.of("first\n", line, line, line, line), written.subList(0, 5));
        assertTrue(written.get(5).startsWith("... 3 lines are missing here"), written.get(5));
        assertEquals("last\n", written.get(6));
    }

    @Test
    void memoryOfSingleCharactersIsBounded() throws Exception {
        add("first\n");
        sinkIsCalled.await();
        for (int i = 0; i < QueuedOutput.MAX_QUEUED_BYTES / 4; i++) {
            output.write('.');
        }
        sinkContinues.countDown();
        assertTrue(output.drain(LONG));
        long characters = written.stream().filter("."::equals).count();
        assertTrue(characters <= QueuedOutput.MAX_QUEUED_BYTES / QueuedOutput.TEXT_OVERHEAD, characters + " queued");
    }

    /** A strategy can fill the heap, so that the sink has no memory. */
    @Test
    void sinkThatAlwaysFailsNeverEndsTheThread() {
        QueuedOutput failing = new QueuedOutput("failing", text -> {
            throw new OutOfMemoryError("a test");
        });
        for (int i = 0; i < 3; i++) {
            failing.write('.');
            assertTrue(failing.drain(LONG), "round " + i);
        }
    }

    @Test
    void failingSinkLosesOnlyItsTextsAndTheyAreCounted() {
        failingSinkLosesOnlyItsTexts(new IOException("no reader"));
        failingSinkLosesOnlyItsTexts(new OutOfMemoryError("a test"));
    }

    private void failingSinkLosesOnlyItsTexts(Throwable failure) {
        written.clear();
        QueuedOutput failing = new QueuedOutput("failing", text -> {
            String line = new String(text, StandardCharsets.UTF_8);
            if (line.startsWith("bad")) {
                if (failure instanceof IOException e) {
                    throw e;
                }
                throw (Error) failure;
            }
            written.add(line);
        });
        for (String line : List.of("good 1\n", "bad\n", "good 2\n")) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            failing.write(bytes, 0, bytes.length);
        }
        assertTrue(failing.drain(LONG));
        assertEquals(3, written.size(), written::toString);
        assertTrue(written.removeIf(line -> line.startsWith("... 1 lines are missing here")), written::toString);
        assertEquals(List.of("good 1\n", "good 2\n"), written);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }
}
