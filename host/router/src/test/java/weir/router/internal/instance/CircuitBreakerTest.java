package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final CircuitBreaker breaker = new CircuitBreaker();

    @Test
    void threeFailuresInARowOpenIt() {
        assertFalse(breaker.recordFailure("late", 0));
        assertFalse(breaker.recordFailure("late", 0));
        assertFalse(breaker.recordSuccess(false));
        assertFalse(breaker.recordFailure("late", 0));
        assertFalse(breaker.recordFailure("late", 0));
        assertTrue(breaker.recordFailure("late", 0));
        assertTrue(breaker.isOpen());
        assertFalse(breaker.recordFailure("late", 0), "it was open already");
    }

    @Test
    void aFullHeapOpensItAtOnceAndOnlyOnce() {
        breaker.recordOutOfMemory();
        assertTrue(breaker.recordFailure("full", 0));
        assertTrue(breaker.isOpen());
        assertFalse(breaker.recordFailure("full", 0), "two calls ran at that time");
    }

    @Test
    void aFullHeapThatIsHeardOfAfterTheDeadlineOpensItWithTheNextFailure() {
        assertFalse(breaker.recordFailure("late", 0));
        breaker.recordOutOfMemory();
        assertTrue(breaker.recordFailure("late", 0));
        assertEquals(List.of(10L, 30L, 70L), probes("late", 100));
    }

    @Test
    void afterAFullHeapTheProbesBecomeRare() {
        breaker.recordOutOfMemory();
        breaker.recordFailure("full", 0);
        assertEquals(List.of(10L, 30L, 70L, 150L, 310L, 610L, 910L), probes("full", 1000));
        assertTrue(breaker.recordSuccess(true));
        breaker.recordOutOfMemory();
        breaker.recordFailure("full", 0);
        assertEquals(List.of(10L, 30L), probes("full", 60));
    }

    @Test
    void probesOfOtherFailuresStayAsFrequentAsTheyWere() {
        breaker.open("late", 0);
        breaker.recordFailure("late", 0);
        assertEquals(List.of(10L, 20L, 30L), probes("late", 39));
    }

    /** The seconds at which a probe is let through, each of which fails. */
    private List<Long> probes(String failure, long seconds) {
        List<Long> at = new ArrayList<>();
        for (long second = 1; second <= seconds; second++) {
            long now = Duration.ofSeconds(second).toNanos();
            if (breaker.tryAcquirePermission(now)) {
                at.add(second);
                breaker.recordFailure(failure, now);
            }
        }
        return at;
    }
}
