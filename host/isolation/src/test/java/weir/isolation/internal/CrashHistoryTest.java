package weir.isolation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrashHistoryTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final CrashHistory crashes = new CrashHistory(nanos::get);

    /** So that a process that was killed once is back as soon as a process can start. */
    @Test
    void firstStartWaitsForNothingAndLaterOnesWaitLonger() {
        assertEquals(Duration.ZERO, crashes.pause());
        for (long expected : new long[] {0, 500, 2_000, 10_000, 60_000, 60_000}) {
            crashes.record(List.of("one"));
            assertEquals(Duration.ofMillis(expected), crashes.pause());
        }
        nanos.addAndGet(CrashHistory.PERIOD.toNanos());
        assertEquals(0, crashes.count());
        crashes.record(List.of("one"));
        assertEquals(Duration.ZERO, crashes.pause());
    }

    @Test
    void bundleWithThreeCrashesWithinTheTimeRestsUntilTheFirstIsOld() {
        for (int i = 0; i < CrashHistory.LIMIT; i++) {
            assertFalse(crashes.isDisabled("bad"));
            crashes.record(List.of("bad"));
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        crashes.record(List.of("good"));
        assertTrue(crashes.isDisabled("bad"));
        assertFalse(crashes.isDisabled("good"));
        assertFalse(crashes.isDisabled("unknown"));
        nanos.addAndGet(CrashHistory.PERIOD.minusMinutes(3).toNanos() - 1);
        assertTrue(crashes.isDisabled("bad"));
        nanos.incrementAndGet();
        assertFalse(crashes.isDisabled("bad"));
    }
}
