package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final String FULL_HEAP = "the strategy threw java.lang.OutOfMemoryError: Java heap space";

    private final Breaker breaker = new Breaker();

    @Test
    void threeFailuresInARowOpenIt() {
        assertFalse(breaker.failed("late", 0));
        assertFalse(breaker.failed("late", 0));
        assertFalse(breaker.succeeded(false));
        assertFalse(breaker.failed("late", 0));
        assertFalse(breaker.failed("late", 0));
        assertTrue(breaker.failed("late", 0));
        assertTrue(breaker.open());
        assertFalse(breaker.failed("late", 0), "it was open already");
    }

    @Test
    void aFullHeapOpensItAtOnceAndOnlyOnce() {
        assertTrue(breaker.failed(FULL_HEAP, 0));
        assertTrue(breaker.open());
        assertFalse(breaker.failed(FULL_HEAP, 0), "two calls ran at that time");
    }

    @Test
    void afterAFullHeapTheProbesBecomeRare() {
        breaker.failed(FULL_HEAP, 0);
        assertEquals(List.of(10L, 30L, 70L, 150L, 310L, 610L, 910L), probes(FULL_HEAP, 1000));
        assertTrue(breaker.succeeded(true));
        breaker.failed(FULL_HEAP, 0);
        assertEquals(List.of(10L, 30L), probes(FULL_HEAP, 60));
    }

    @Test
    void probesOfOtherFailuresStayAsFrequentAsTheyWere() {
        breaker.open("late");
        breaker.failed("late", 0);
        assertEquals(List.of(10L, 20L, 30L), probes("late", 39));
    }

    /** The seconds at which a probe is let through, each of which fails. */
    private List<Long> probes(String failure, long seconds) {
        List<Long> at = new ArrayList<>();
        for (long second = 1; second <= seconds; second++) {
            long now = Duration.ofSeconds(second).toNanos();
            if (breaker.permits(now)) {
                at.add(second);
                breaker.failed(failure, now);
            }
        }
        return at;
    }
}
