package weir.isolation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChildOutputTest {

    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong clock = new AtomicLong();
    private final List<String> killReasons = new ArrayList<>();
    private final ChildOutput output = new ChildOutput("alice", clock::get);

    @Test
    void endlessOutputEndsTheProcess() {
        AtomicLong read = new AtomicLong();
        output.copy(lineBreaks(read, Long.MAX_VALUE, 0), killReasons::add);
        assertEquals(List.of("it wrote more than 1 MiB a minute to its standard error"), killReasons);
        assertTrue(read.get() <= (1 << 20) + 8_192, () -> read + " bytes were read");
    }

    @Test
    void outputBelowTheLimitOfEachMinuteIsPermitted() {
        AtomicLong read = new AtomicLong();
        long bytes = 4 << 20;
        output.copy(lineBreaks(read, bytes, MINUTE / 120), killReasons::add);
        assertEquals(bytes, read.get());
        assertEquals(List.of(), killReasons);
    }

    @Test
    void lastLineIsCutAndHasNoControlCharacters() {
        String line = "a\u001b[31m\u009b\u0085\u2028\u202eb";
        output.copy(stream("first\n" + line), killReasons::add);
        assertEquals("a [31m    b", output.lastLine());
        output.copy(stream("x".repeat(2_000) + "\n"), killReasons::add);
        assertEquals("x".repeat(ChildOutput.MAX_LINE_BYTES), output.lastLine());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Each read of a full buffer takes some time. */
    private InputStream lineBreaks(AtomicLong read, long bytes, long nanosPerRead) {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer) throws IOException {
                if (read.get() >= bytes) {
                    return -1;
                }
                clock.addAndGet(nanosPerRead);
                java.util.Arrays.fill(buffer, (byte) '\n');
                read.addAndGet(buffer.length);
                return buffer.length;
            }
        };
    }
}
