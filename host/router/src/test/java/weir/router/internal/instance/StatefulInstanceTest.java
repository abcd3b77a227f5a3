package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.router.Outcome;
import weir.router.Queries;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.state.StateStore;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;

/** The start and the stop of instances that keep state. */
class StatefulInstanceTest {

    @TempDir
    Path folder;

    private final RouteProblems problems = new RouteProblems();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private StateStore states;

    @BeforeEach
    void createStore() {
        states = new StateStore(folder, problems);
    }

    @Test
    void aSelfTestWhoseCallReturnsLateDoesNotChangeTheState() {
        Changing strategy = new Changing();
        StrategyInstance instance = instance("default", strategy, Duration.ofMinutes(1));
        instance.start(started -> started.testKeepingState(() -> {
            askUntilTimeout(started);
            release.countDown();
            return Optional.empty();
        }));
        assertTrue(instance.isReady());
        assertEquals(0, strategy.count);
    }

    @Test
    void anInstanceWhoseSelfTestDoesNotReturnIsNeverUsed() {
        Changing strategy = new Changing();
        StrategyInstance instance = instance("default", strategy, Duration.ofMillis(200));
        instance.start(started -> started.testKeepingState(() -> {
            askUntilTimeout(started);
            return Optional.empty();
        }));
        assertEquals("self-test: a query of hold 1.0.0 was still running", instance.reason());
        release.countDown();
        Await.until("the call has returned", () -> strategy.count == 1);
        assertFalse(instance.isCallable());
        assertFalse(instance.tryBeginCall());
        instance.stop(Duration.ofSeconds(5));
    }

    /** Four that hang would otherwise use up the time of the host's stop. */
    @Test
    void aStopOfAllInstancesStoresAStateAlsoIfOthersHang() throws Exception {
        List<StrategyInstance> hanging = IntStream.range(0, 4)
                .mapToObj(number -> owner("hanging" + number, new Changing() {
                    @Override
                    public byte[] saveState() {
                        await();
                        return super.saveState();
                    }
                }))
                .toList();
        StrategyInstance good = owner("good", new Changing());
        List<StrategyInstance> all =
                Stream.concat(hanging.stream(), Stream.of(good)).toList();
        Thread stop = new Thread(() -> StrategyInstances.stopAll(all, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        stop.start();
        Await.until("the state is stored", () -> isStored("good"));
        assertTrue(stop.isAlive());
        release.countDown();
        stop.join();
        assertTrue(isStored("hanging0"));
    }

    private boolean isStored(String route) {
        try {
            return states.of(route, "hold").read().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StrategyInstance owner(String route, StatefulStrategy strategy) {
        StrategyInstance instance = instance(route, strategy, Duration.ofMinutes(1));
        instance.start(started -> Optional.empty());
        instance.takeState(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        return instance;
    }

    private StrategyInstance instance(String route, StatefulStrategy strategy, Duration timeout) {
        InstanceId id = new InstanceId(route, "hold", "my.bundle", new Version("1.0.0"), 1, 1, Optional.empty());
        return new StrategyInstance(new Service(id, strategy), (changed, state, reason) -> {}, states, timeout);
    }

    /** Returns when the deadline of a call has passed that the strategy has begun. */
    private void askUntilTimeout(StrategyInstance instance) {
        while (inside.getCount() > 0) {
            assertTrue(instance.tryBeginCall());
            long deadlineNanos = System.nanoTime() + Duration.ofMillis(50).toNanos();
            Reply reply = instance.decideUncounted(Queries.plain(), null, deadlineNanos);
            assertEquals(Outcome.TIMEOUT, reply.outcome());
        }
    }

    private record Service(InstanceId id, RebalanceStrategy activate) implements StrategyService {
        @Override
        public void deactivate() {}

        @Override
        public String activationFailure() {
            return "";
        }
    }

    /** Its state is the number of answers; each waits for the release. */
    private class Changing implements StatefulStrategy {

        volatile int count;

        @Override
        public Decision decide(RebalanceQuery query, Market market) {
            inside.countDown();
            await();
            count++;
            return Decision.keep("");
        }

        @Override
        public byte[] saveState() {
            return new byte[] {(byte) count};
        }

        @Override
        public void restoreState(byte[] state) {
            count = state[0];
        }

        void await() {
            boolean isReleased = false;
            while (!isReleased) {
                try {
                    release.await();
                    isReleased = true;
                } catch (InterruptedException e) {
                    // A strategy may ignore it.
                }
            }
        }
    }
}
