package weir.rounds.internal.challenge.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weir.fixtures.Await;
import weir.rounds.internal.PlayedRounds;
import weir.rounds.internal.challenge.FakeChallengers;
import weir.router.Answer;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.ShadowInstance;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.testkit.Queries;

/** The challenger's thread, with clocks and a timer that the test controls. */
class ShadowTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong cpu = new AtomicLong();
    private final AtomicInteger stops = new AtomicInteger();
    private final List<Runnable> deadlines = new CopyOnWriteArrayList<>();
    private final DeadlineWatch watch = new DeadlineWatch(
            (period, task) -> {
                deadlines.add(task);
                return () -> deadlines.remove(task);
            },
            DeadlineWatch.DEADLINE,
            stops::incrementAndGet);
    private Shadow shadow;

    private void start(ShadowInstance instance) {
        shadow = new Shadow("test challenger", () -> Optional.of(instance), nanos::get, cpu::get, watch);
    }

    @AfterEach
    void stop() {
        shadow.stop();
    }

    private static AnswerEvent event(int number) {
        return PlayedRounds.answer(
                Queries.query().blockNumber(1_000L + number).build(),
                Decision.keep("champion"),
                Duration.ofSeconds(number));
    }

    /** Starts a challenger whose first call has begun, and returns what ends the call. */
    private CountDownLatch startWaitingCall() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        start(shadowOf(query -> {
            entered.countDown();
            awaitUninterrupted(released);
            return Decision.keep("late");
        }));
        shadow.onAnswer(event(1));
        entered.await();
        return released;
    }

    /** Offers an event to the idle challenger, and waits until it has returned or skipped it. */
    private void ask(AnswerEvent event) {
        Await.until("idle", () -> !shadow.isBusy());
        shadow.onAnswer(event);
        Await.until("done", () -> !shadow.isBusy());
    }

    @Test
    void aBusyChallengerSkipsQueriesAndCountsThem() throws InterruptedException {
        CountDownLatch released = startWaitingCall();
        for (int i = 2; i < 12; i++) {
            shadow.onAnswer(event(i));
        }
        assertEquals(10, shadow.counts().skippedBusy());
        released.countDown();
        Await.until("answered", () -> shadow.counts().answered() == 1);
    }

    @Test
    void queriesAreSkippedWhileMoreThanATenthOfAMinuteIsUsed() {
        start(shadowOf(query -> {
            cpu.addAndGet(Duration.ofSeconds(4).toNanos());
            return Decision.keep("expensive");
        }));
        ask(event(1));
        ask(event(2)); // 8 s of 60 s are used.
        ask(event(3));
        assertEquals(2, shadow.counts().answered());
        assertEquals(1, shadow.counts().skippedBudget());
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        ask(event(4));
        assertEquals(2, shadow.counts().skippedBudget(), "60 s later, the calls are in the window");
        nanos.addAndGet(1);
        ask(event(5));
        assertEquals(3, shadow.counts().answered());
    }

    @Test
    void aCallOfAChildProcessCountsWithItsDuration() {
        start(liveInstance(true, () -> {
            nanos.addAndGet(Duration.ofSeconds(4).toNanos());
            return Answer.unavailable("slow");
        }));
        ask(event(1));
        ask(event(2));
        ask(event(3));
        assertEquals(2, shadow.counts().answered());
        assertEquals(1, shadow.counts().skippedBudget());
    }

    @Test
    void aCallThatNeverReturnsMissesADeadlineAfterTheOther() throws InterruptedException {
        CountDownLatch released = startWaitingCall();
        Runnable deadline = deadlines.get(0);
        deadline.run();
        deadline.run();
        assertEquals(0, stops.get());
        deadline.run();
        assertEquals(1, stops.get());
        deadline.run();
        assertEquals(1, stops.get(), "it is stopped once");
        released.countDown();
        Await.until("the timer is cancelled", deadlines::isEmpty);
    }

    @Test
    void missedDeadlinesOfSeveralCallsAreAdded() {
        start(shadowOf(query -> {
            deadlines.get(0).run();
            return Decision.keep("late");
        }));
        ask(event(1));
        ask(event(2));
        assertEquals(0, stops.get());
        ask(event(3));
        assertEquals(1, stops.get());
        assertEquals(3, shadow.counts().missedDeadlines());
    }

    @Test
    void theChallengerHasItsOwnPositionsAndInventory() {
        List<RebalanceQuery> asked = new ArrayList<>();
        start(shadowOf(query -> {
            asked.add(query);
            int center = Math.floorDiv(query.currentPrice().tick(), query.tickSpacing()) * query.tickSpacing();
            Inventory half = query.inventoryRemaining().part(0.5);
            return query.rebalancesSoFar() > 0
                    ? Decision.keep("held")
                    : Decision.rebalance(
                            List.of(new Position(center - 600, center + 600, half.amount0(), half.amount1())), "open");
        }));
        ask(event(1));
        ask(event(2));
        RebalanceQuery first = asked.get(0);
        RebalanceQuery second = asked.get(1);
        assertEquals(event(1).query().inventoryRemaining(), first.inventoryRemaining());
        assertEquals(1, second.currentPositions().size());
        assertEquals(1, second.rebalancesSoFar());
        assertTrue(isLess(
                second.inventoryRemaining().amount0(),
                first.inventoryRemaining().amount0()));
        assertTrue(isLess(
                second.inventoryRemaining().amount1(),
                first.inventoryRemaining().amount1()));
        AnswerEvent next = PlayedRounds.round(7).answers().get(0);
        ask(next);
        assertEquals(next.query(), asked.get(2), "another round begins with its own positions");
    }

    @Test
    void overlappingRoundsKeepTheirPositions() {
        List<RebalanceQuery> asked = new ArrayList<>();
        start(shadowOf(query -> {
            asked.add(query);
            int center = Math.floorDiv(query.currentPrice().tick(), query.tickSpacing()) * query.tickSpacing();
            return Decision.rebalance(
                    List.of(new Position(center - 600, center + 600, BigInteger.TEN, BigInteger.TEN)), "open");
        }));
        AnswerEvent other = PlayedRounds.round(7).answers().get(0);
        ask(event(1));
        ask(other);
        ask(event(2));
        assertEquals(0, asked.get(1).rebalancesSoFar());
        assertEquals(other.query().inventoryRemaining(), asked.get(1).inventoryRemaining());
        assertEquals(1, asked.get(2).rebalancesSoFar());
        assertEquals(1, asked.get(2).currentPositions().size());
        for (int number = 100; number < 100 + ShadowPositions.MAX_ROUNDS; number++) {
            ask(PlayedRounds.round(number).answers().get(0));
        }
        ask(event(3));
        assertEquals(0, asked.get(asked.size() - 1).rebalancesSoFar(), "only the newest rounds are remembered");
    }

    @Test
    void failuresMakeItUnhealthyAndChangeNoPositions() {
        start(liveInstance(false, () -> Answer.unavailable("it threw")));
        assertTrue(shadow.isHealthy());
        ask(event(1));
        assertFalse(shadow.isHealthy());
        assertEquals(1, shadow.counts().failed());
    }

    private static boolean isLess(BigInteger one, BigInteger other) {
        return one.compareTo(other) < 0;
    }

    private static ShadowInstance shadowOf(Function<RebalanceQuery, Decision> strategy) {
        return FakeChallengers.shadow((query, market) -> strategy.apply(query));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An instance that must not be asked to replay. */
    private static ShadowInstance liveInstance(boolean isInChildProcess, Supplier<Answer> answer) {
        return new ShadowInstance() {
            @Override
            public Answer replay(RebalanceQuery query, Market market) {
                throw new AssertionError();
            }

            @Override
            public boolean isInChildProcess() {
                return isInChildProcess;
            }

            @Override
            public Answer decide(RebalanceQuery query) {
                return answer.get();
            }
        };
    }
}
