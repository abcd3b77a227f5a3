package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import weir.router.Answer;
import weir.router.Queries;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

class SwapsTest extends RouterFixture {

    private static final Route DEFAULT = defaultRoute("");

    @Test
    void aQueryWaitsForTheStrategyThatIsOnItsWay() throws Exception {
        board.routes(List.of(DEFAULT));
        Candidate old = candidate("1.0.0", KEEP);
        router.admit(old);
        board.remove(old);
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
            router.admit(candidate("1.0.1", KEEP));
            assertEquals(Queries.version("1.0.1"), answer.get().version());
        } finally {
            validator.shutdownNow();
        }
    }

    @Test
    void drainWaitsForThoseInside() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        board.routes(List.of(DEFAULT));
        Candidate slow = candidate("1.0.0", (query, market) -> {
            inside.countDown();
            try {
                finish.await();
            } catch (InterruptedException e) {
                return null;
            }
            return Decision.keep("done");
        });
        router.admit(slow);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Answer> answer = threads.submit(this::ask);
            inside.await();
            board.remove(slow);
            CountDownLatch draining = new CountDownLatch(1);
            AtomicReference<Thread> drains = new AtomicReference<>();
            Future<Boolean> drained = threads.submit(() -> {
                drains.set(Thread.currentThread());
                draining.countDown();
                return slow.drain(FIVE);
            });
            draining.await();
            awaitParked(drains.get());
            assertFalse(drained.isDone());
            finish.countDown();
            assertTrue(drained.get());
            assertEquals(Decision.keep("done"), answer.get().decision());
            assertFalse(slow.enter());
        } finally {
            threads.shutdownNow();
        }
    }

    /** hot-swap.md's measure in small: strategies fail when used after their end, and no answer is lost in hundreds of swaps. */
    @Test
    void noAnswerIsLostInSwaps() throws Exception {
        board.routes(List.of(DEFAULT));
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(4);
        List<Future<Integer>> answers = new ArrayList<>();
        Mortal first = new Mortal();
        Candidate serving = candidate("1.0.0", first);
        router.admit(serving);
        try {
            for (int i = 0; i < 4; i++) {
                answers.add(validators.submit(() -> {
                    int asked = 0;
                    for (; !stop.get(); asked++) {
                        Answer answer = ask();
                        assertFalse(answer.fallback(), () -> answer.toString());
                    }
                    return asked;
                }));
            }
            Mortal mortal = first;
            for (int swap = 1; swap <= 400; swap++) {
                Mortal next = new Mortal();
                Candidate newer = candidate("1.0." + swap, next);
                boolean gap = swap % 4 == 0;
                if (!gap) {
                    router.admit(newer);
                }
                board.remove(serving);
                assertTrue(serving.drain(FIVE));
                mortal.alive = false;
                if (gap) {
                    router.admit(newer);
                }
                serving = newer;
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
        assertEquals(0, board.table().entries().get(0).lane().fallbacks());
    }

    /** Until the thread waits with a bound, as a parked query and a drain do. */
    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(thread.isAlive());
            Thread.onSpinWait();
        }
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
}
