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
        assertFalse(breaker.failed("late", 0));
        assertFalse(breaker.failed("late", 0));
        assertFalse(breaker.succeeded(false));
        assertFalse(breaker.failed("late", 0));
        assertFalse(breaker.failed("late", 0));
        assertTrue(breaker.failed("late", 0));
        assertTrue(breaker.isOpen());
        assertFalse(breaker.failed("late", 0), "it was open already");
    }

    @Test
    void aFullHeapOpensItAtOnceAndOnlyOnce() {
        breaker.heapFilled();
        assertTrue(breaker.failed("full", 0));
        assertTrue(breaker.isOpen());
        assertFalse(breaker.failed("full", 0), "two calls ran at that time");
    }

    @Test
    void aFullHeapThatIsHeardOfAfterTheDeadlineOpensItWithTheNextFailure() {
        assertFalse(breaker.failed("late", 0));
        breaker.heapFilled();
        assertTrue(breaker.failed("late", 0));
        assertEquals(List.of(10L, 30L, 70L), probes("late", 100));
    }

    @Test
    void afterAFullHeapTheProbesBecomeRare() {
        breaker.heapFilled();
        breaker.failed("full", 0);
        assertEquals(List.of(10L, 30L, 70L, 150L, 310L, 610L, 910L), probes("full", 1000));
        assertTrue(breaker.succeeded(true));
        breaker.heapFilled();
        breaker.failed("full", 0);
        assertEquals(List.of(10L, 30L), probes("full", 60));
    }

    @Test
    void probesOfOtherFailuresStayAsFrequentAsTheyWere() {
        breaker.open("late", 0);
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
