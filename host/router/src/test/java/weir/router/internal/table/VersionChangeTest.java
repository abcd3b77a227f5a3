package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.router.Answer;
import weir.router.Queries;
import weir.router.RouteChange;
import weir.router.RouterListener;
import weir.router.StrategyState;
import weir.router.internal.config.Route;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** Versions that start and stop while queries come. */
class VersionChangeTest extends RouterFixture {

    private static final Route DEFAULT = defaultRoute("");

    @Test
    void aQueryWaitsForTheNextInstance() throws Exception {
        manager.setRoutes(List.of(DEFAULT));
        remove(admit("1.0.0", KEEP));
        ExecutorService validator = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch asking = new CountDownLatch(1);
            AtomicReference<Thread> asks = new AtomicReference<>();
            Future<Answer> answer = validator.submit(() -> {
                asks.set(Thread.currentThread());
                asking.countDown();
                return ask();
            });
            asking.await();
            awaitParked(asks.get());
            assertFalse(answer.isDone());
            admit("1.0.1", KEEP);
            assertEquals(Queries.version("1.0.1"), answer.get().version());
        } finally {
            validator.shutdownNow();
        }
    }

    @Test
    void stoppingWaitsForTheQueriesInside() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        manager.setRoutes(List.of(DEFAULT));
        StrategyInstance slow = admit("1.0.0", (query, market) -> {
            inside.countDown();
            try {
                finish.await();
            } catch (InterruptedException e) {
                return null;
            }
            return Decision.keep("done");
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Answer> answer = threads.submit(this::ask);
            inside.await();
            CountDownLatch draining = new CountDownLatch(1);
            AtomicReference<Thread> drains = new AtomicReference<>();
            Future<?> drained = threads.submit(() -> {
                drains.set(Thread.currentThread());
                draining.countDown();
                remove(slow);
                return null;
            });
            draining.await();
            awaitParked(drains.get());
            assertFalse(drained.isDone());
            finish.countDown();
            drained.get();
            assertEquals(Decision.keep("done"), answer.get().decision());
            assertFalse(slow.tryBeginCall());
            assertEquals(StrategyState.GONE, slow.state());
        } finally {
            threads.shutdownNow();
        }
    }

    /** The strategies fail if they are used after their end. */
    @Test
    void noAnswerIsLostInHundredsOfVersionChanges() throws Exception {
        manager.setRoutes(List.of(DEFAULT));
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(4);
        List<Future<Integer>> answers = new ArrayList<>();
        Mortal first = new Mortal();
        StrategyInstance serving = admit("1.0.0", first);
        try {
            for (int i = 0; i < 4; i++) {
                answers.add(validators.submit(() -> {
                    int asked = 0;
                    for (; !stop.get(); asked++) {
                        Answer answer = ask();
                        assertFalse(answer.isFallback(), () -> answer.toString());
                    }
                    return asked;
                }));
            }
            Mortal mortal = first;
            for (int change = 1; change <= 400; change++) {
                Mortal next = new Mortal();
                boolean hasGap = change % 4 == 0;
                StrategyInstance old = serving;
                if (!hasGap) {
                    serving = admit("1.0." + change, next);
                }
                remove(old);
                mortal.alive = false;
                if (hasGap) {
                    serving = admit("1.0." + change, next);
                }
                mortal = next;
            }
        } finally {
            stop.set(true);
        }
        int asked = 0;
        for (Future<Integer> answer : answers) {
            asked += answer.get();
        }
        validators.shutdownNow();
        assertTrue(asked > 400, "only " + asked + " queries were asked");
        assertEquals(0, manager.table().entries().get(0).state().fallbackCount());
    }

    /** Fails when used after its end, as a deactivated component may. */
    private static final class Mortal implements RebalanceStrategy {
        volatile boolean alive = true;

        @Override
        public Decision decide(RebalanceQuery query, Market market) {
            if (!alive) {
                throw new IllegalStateException("used after its end");
            }
            Thread.yield();
            if (!alive) {
                throw new IllegalStateException("ended while in use");
            }
            return Decision.keep("alive");
        }
    }

    @Test
    void listenersGetEachChangeWithItsCause() {
        BlockingQueue<RouteChange> changes = listen();
        manager.setRoutes(List.of(DEFAULT));
        StrategyInstance first = admit("1.0.0", KEEP);
        admit("1.0.1", KEEP);
        remove(first);
        manager.setRoutes(List.of(defaultRoute(", \"versions\": \"[2,3)\"")));
        admit("2.0.0", KEEP);

        assertEquals(
                List.of("1.0.0 START", "1.0.1 UPGRADE", "none ROUTE", "2.0.0 START"),
                Stream.generate(() -> take(changes))
                        .limit(4)
                        .map(change ->
                                change.change().version().map(Object::toString).orElse("none") + " " + change.cause())
                        .toList());
    }

    @Test
    void laterListenerFirstGetsTheChangesSinceTheStart() {
        manager.setRoutes(List.of(DEFAULT));
        admit("1.0.0", KEEP);
        BlockingQueue<RouteChange> first = listen();
        assertEquals(RouteChange.Cause.START, take(first).cause());
        BlockingQueue<RouteChange> second = listen();
        admit("1.0.1", KEEP);
        assertEquals(RouteChange.Cause.UPGRADE, take(first).cause());
        assertEquals(RouteChange.Cause.START, take(second).cause());
        assertEquals(RouteChange.Cause.UPGRADE, take(second).cause());
        assertEquals(0, first.size() + second.size(), "each change arrives once");
    }

    private BlockingQueue<RouteChange> listen() {
        BlockingQueue<RouteChange> changes = new LinkedBlockingQueue<>();
        notifier.addListener(new RouterListener() {
            @Override
            public void servingChanged(RouteChange change) {
                changes.add(change);
            }
        });
        return changes;
    }

    private static RouteChange take(BlockingQueue<RouteChange> changes) {
        try {
            RouteChange change = changes.poll(1, TimeUnit.MINUTES);
            assertEquals("default", change.change().route());
            assertTrue(change.duration().toNanos() > 0);
            return change;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
