package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.router.StrategyState.DEGRADED;
import static weir.router.StrategyState.DRAINING;
import static weir.router.StrategyState.GONE;
import static weir.router.StrategyState.READY;
import static weir.router.StrategyState.STARTING;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.router.Outcome;
import weir.router.Queries;
import weir.router.StrategyState;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.state.StateStore;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/** The state machine of an instance. */
class StrategyInstanceTest {

    private static final InstanceId ID =
            new InstanceId("default", "hold", "my.bundle", new Version("1.0.0"), 1, 1, Optional.empty());

    private static final StateStore STORE = new StateStore(Path.of("target/unused"), new RouteProblems());

    private final List<StrategyState> states = new CopyOnWriteArrayList<>();
    private final AtomicInteger ungets = new AtomicInteger();
    private final AtomicReference<Supplier<RebalanceStrategy>> activation =
            new AtomicReference<>(() -> (query, market) -> Decision.keep(""));
    private final AtomicReference<Runnable> deactivation = new AtomicReference<>(() -> {});
    private final StrategyInstance instance = new StrategyInstance(
            new Service(), (changed, state, reason) -> states.add(state), STORE, Duration.ofMillis(200));

    @Test
    void startsServesAndStops() {
        instance.start(started -> Optional.empty());
        assertEquals(Outcome.PASSED, decide().outcome());
        instance.stop(Duration.ofSeconds(5));
        assertFalse(instance.tryBeginCall());
        assertEquals(List.of(STARTING, READY, DRAINING, GONE), states);
        assertEquals(1, ungets.get());
    }

    @Test
    void anExceptionOfTheListenerDoesNotEndAStopEarly() {
        List<StrategyState> announced = new CopyOnWriteArrayList<>();
        StrategyInstance faulty = new StrategyInstance(
                new Service(),
                (changed, state, reason) -> {
                    announced.add(state);
                    throw new OutOfMemoryError("Java heap space");
                },
                STORE,
                Duration.ofMillis(200));
        faulty.start(started -> Optional.empty());
        faulty.stop(Duration.ofSeconds(5));
        assertEquals(List.of(STARTING, READY, DRAINING, GONE), announced);
        assertEquals(1, ungets.get());
    }

    @Test
    void aFailedActivationDegradesIt() {
        activation.set(() -> null);
        instance.start(started -> Optional.empty());
        assertEquals("it does not start: built to fail", instance.reason());
        assertFalse(instance.isCallable());
        instance.stop(Duration.ofSeconds(5));
        assertEquals(List.of(STARTING, DEGRADED, DRAINING, GONE), states);
        assertEquals(0, ungets.get());
    }

    @Test
    void aFailedSelfTestDegradesIt() {
        instance.start(started -> Optional.of("it answered null"));
        assertEquals("self-test: it answered null", instance.reason());
        assertTrue(instance.isCallable());
        assertEquals(Outcome.UNAVAILABLE, decide().outcome());
        assertEquals(List.of(STARTING, DEGRADED), states);
    }

    @Test
    void failuresDegradeItOnce() {
        activation.set(() -> (query, market) -> null);
        instance.start(started -> Optional.empty());
        for (int i = 0; i < CircuitBreaker.FAILURE_LIMIT; i++) {
            assertEquals(Outcome.GUARD, decide().outcome());
        }
        assertEquals(Outcome.UNAVAILABLE, decide().outcome());
        assertEquals(List.of(STARTING, READY, DEGRADED), states);
    }

    @Test
    void aLateActivationMakesItReadyLater() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch tested = new CountDownLatch(1);
        activation.set(() -> {
            await(finish);
            return (query, market) -> Decision.keep("late");
        });
        instance.start(started -> {
            tested.countDown();
            return Optional.empty();
        });
        assertEquals(STARTING, instance.state());
        assertTrue(instance.reason().contains("it serves as soon as it has started"), instance::reason);
        finish.countDown();
        assertTrue(tested.await(10, TimeUnit.SECONDS));
        instance.stop(Duration.ofSeconds(5));
        assertEquals(List.of(STARTING, STARTING, READY, DRAINING, GONE), states);
        assertEquals(1, ungets.get());
    }

    @Test
    void anActivationThatEndsAfterTheStopIsUndone() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch undone = new CountDownLatch(1);
        activation.set(() -> {
            await(finish);
            return (query, market) -> Decision.keep("late");
        });
        deactivation.set(undone::countDown);
        instance.start(started -> Optional.empty());
        instance.stop(Duration.ofSeconds(5));
        finish.countDown();
        assertTrue(undone.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(STARTING, STARTING, DRAINING, GONE), states);
    }

    @Test
    void aDeactivationThatHangsIsInterruptedAndTheInstanceIsGone() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        deactivation.set(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        instance.start(started -> Optional.empty());
        instance.stop(Duration.ofSeconds(5));
        assertEquals(List.of(STARTING, READY, DRAINING, GONE), states);
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    private Reply decide() {
        assertTrue(instance.tryBeginCall());
        return instance.decide(
                Queries.plain(), null, System.nanoTime() + Duration.ofSeconds(3).toNanos());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Service implements StrategyService {
        @Override
        public InstanceId id() {
            return ID;
        }

        @Override
        public RebalanceStrategy activate() {
            return activation.get().get();
        }

        @Override
        public void deactivate() {
            ungets.incrementAndGet();
            deactivation.get().run();
        }

        @Override
        public String activationFailure() {
            return "built to fail";
        }
    }
}
