package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.router.Answer;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.state.StateStore;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.StatefulStrategy;

/** A strategy's state across versions, restarts and failures. The state is the number of queries that were answered. */
class StateHandoverTest extends RouterFixture {

    @BeforeEach
    void addRoute() {
        manager.setRoutes(List.of(defaultRoute("")));
    }

    @Test
    void stateFollowsTheServingVersionInBothDirections() {
        StrategyInstance first = serve("1.0.0", new Counter());
        ask();
        ask();
        StrategyInstance second = serve("1.1.0", new Counter());
        assertCount(2);
        remove(second);
        awaitServing("1.0.0");
        assertCount(3);
        remove(first);
        serve("1.2.0", new Counter());
        assertCount(4);
        assertEquals(List.of(), problems.all());
    }

    @Test
    void selfTestQueriesDoNotChangeTheState() {
        serve("1.0.0", new Counter());
        ask();
        Counter tested = new Counter();
        serve("1.1.0", tested);
        assertEquals(1, tested.calls.get(), "the self-test called it once");
        assertCount(1);
    }

    @Test
    void aManualRouteHandsItsStateOverWhenTheVersionIsSelected() {
        manager.setRoutes(List.of(defaultRoute(", \"upgrade\": \"manual\"")));
        serve("1.0.0", new Counter());
        ask();
        admit("1.1.0", new Counter());
        assertCount(1);
        assertEquals(Optional.of("1.0.0"), serving());
        manager.setRoutes(List.of(defaultRoute(", \"upgrade\": \"manual\", \"versions\": \"[1.1,1.1]\"")));
        awaitServing("1.1.0");
        assertCount(2);
    }

    @Test
    void aVersionWithoutStateDoesNotLoseTheState() {
        serve("1.0.0", new Counter());
        ask();
        StrategyInstance stateless = admit("1.1.0", KEEP);
        ask();
        remove(stateless);
        awaitServing("1.0.0");
        assertCount(1);
    }

    @Test
    void stateSurvivesARestart() {
        StrategyInstance first = serve("1.0.0", new Counter());
        ask();
        remove(first);
        restart();
        addRoute();
        serve("1.0.0", new Counter());
        assertCount(1);
    }

    /** After a kill, the file has the state of the last version change. */
    @Test
    void stateOfTheLastVersionChangeSurvivesAKill() throws Exception {
        serve("1.0.0", new Counter());
        ask();
        serve("1.1.0", new Counter());
        ask();
        assertEquals(1, stored());
        restart();
        addRoute();
        serve("1.1.0", new Counter());
        assertCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"format\": 2}", "{\"format\": 1, \"strategy\": \"hold\", \"state\": \"?\"}", ""})
    void aDamagedFileIsReportedAndTheStrategyStartsWithoutState(String text) throws Exception {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state/default.json"), text);
        serve("1.0.0", new Counter());
        assertCount(0);
        assertProblem("has started without its earlier state, because the stored state cannot be read");
    }

    @Test
    void theStateOfAnotherStrategyIsNotRestored() throws Exception {
        new StateStore(folder).write("default", "other", new Version("1.0.0"), new byte[Long.BYTES]);
        serve("1.0.0", new Counter());
        assertCount(0);
        assertEquals(List.of(), problems.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "null", "huge", "hang"})
    void aFailingSaveStateLosesNoAnswer(String fault) throws Exception {
        manager.setHandoverTimeout(Duration.ofMillis(300));
        CountDownLatch release = new CountDownLatch(1);
        serve("1.0.0", new Counter() {
            @Override
            public byte[] saveState() {
                return switch (fault) {
                    case "null" -> null;
                    case "huge" -> new byte[MAX_STATE_BYTES + 1];
                    case "hang" -> hang(release);
                    default -> throw new IllegalStateException("no state");
                };
            }
        });
        ask();
        changeUnderLoad(() -> admit("1.1.0", new Counter()));
        assertProblem("hold 1.1.0 has started without its earlier state, because saveState() ");
        release.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "hang"})
    void aFailingRestoreStateLosesNoAnswer(String fault) throws Exception {
        manager.setHandoverTimeout(Duration.ofMillis(300));
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean isTested = new AtomicBoolean();
        serve("1.0.0", new Counter());
        ask();
        changeUnderLoad(() -> admit("1.1.0", new Counter() {
            @Override
            public void restoreState(byte[] state) {
                if (!isTested.getAndSet(true)) {
                    super.restoreState(state); // after the self-test
                } else if (fault.equals("hang")) {
                    hang(release);
                } else {
                    throw new IllegalArgumentException("unknown format");
                }
            }
        }));
        assertProblem("hold 1.1.0 has started without its earlier state, because restoreState() ");
        release.countDown();
        serve("1.2.0", new Counter());
        assertEquals(List.of(), problems.all(), "a good handover clears the problem");
    }

    @Test
    void aQueryThatHangsDelaysOthersUntilTheTimeoutOnly() throws Exception {
        manager.setHandoverTimeout(Duration.ofMillis(300));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        serve("1.0.0", new Counter() {
            @Override
            public Decision decide(RebalanceQuery query, Market market) {
                if (calls.get() == 0) {
                    inside.countDown();
                    calls.incrementAndGet();
                    hang(release);
                }
                return super.decide(query, market);
            }
        });
        ExecutorService validator = Executors.newSingleThreadExecutor();
        Future<Answer> slow = validator.submit(this::ask);
        inside.await();
        changeUnderLoad(() -> admit("1.1.0", new Counter()));
        assertProblem("because a query of hold 1.0.0 was still running");
        release.countDown();
        assertFalse(slow.get().isFallback());
        validator.shutdownNow();
    }

    @Test
    void aVersionThatCannotSaveItsStateFailsItsSelfTest() {
        serve("1.0.0", new Counter());
        ask();
        StrategyInstance faulty = admit("1.1.0", new Counter() {
            @Override
            public byte[] saveState() {
                throw new IllegalStateException("no state");
            }
        });
        assertEquals("self-test: saveState() failed: java.lang.IllegalStateException: no state", faulty.reason());
        assertCount(1);
        assertEquals(Optional.of("1.0.0"), serving());
    }

    /** Each answered query counts exactly once, in whichever version it was answered. */
    @Test
    void noAnswerAndNoStateIsLostInManyVersionChangesUnderLoad() throws Exception {
        StrategyInstance serving = serve("1.0.0", new Counter());
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(4);
        List<Future<Long>> answers = askUntil(stop, validators);
        try {
            for (int change = 1; change <= 200; change++) {
                boolean hasGap = change % 4 == 0;
                StrategyInstance old = serving;
                if (hasGap) {
                    remove(old);
                }
                serving = serve("1.0." + change, new Counter());
                if (!hasGap) {
                    remove(old);
                }
            }
        } finally {
            stop.set(true);
        }
        long asked = 0;
        for (Future<Long> answer : answers) {
            asked += answer.get();
        }
        validators.shutdownNow();
        remove(serving);
        assertEquals(asked, stored());
        assertTrue(asked > 100, "only " + asked + " queries were asked");
        assertEquals(List.of(), problems.all());
    }

    private void changeUnderLoad(Supplier<StrategyInstance> change) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(2);
        List<Future<Long>> answers = askUntil(stop, validators);
        try {
            StrategyInstance next = change.get();
            awaitServing(next.version().toString());
        } finally {
            stop.set(true);
        }
        for (Future<Long> answer : answers) {
            answer.get();
        }
        validators.shutdownNow();
    }

    private List<Future<Long>> askUntil(AtomicBoolean stop, ExecutorService validators) {
        List<Future<Long>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(validators.submit(() -> {
                long asked = 0;
                for (; !stop.get(); asked++) {
                    Answer answer = ask();
                    assertFalse(answer.isFallback(), answer::toString);
                }
                return asked;
            }));
        }
        return answers;
    }

    private StrategyInstance serve(String version, Counter strategy) {
        StrategyInstance instance = admit(version, strategy);
        awaitServing(version);
        return instance;
    }

    private void awaitServing(String version) {
        Await.until("hold " + version + " serves", () -> serving().equals(Optional.of(version)));
    }

    private void assertCount(long expected) {
        assertEquals("answered " + expected + " before", ask().decision().reason());
    }

    private void assertProblem(String words) {
        assertTrue(problems.all().toString().contains(words), problems.all().toString());
    }

    private long stored() throws Exception {
        return ByteBuffer.wrap(new StateStore(folder).read("default", "hold").orElseThrow())
                .getLong();
    }

    private static byte[] hang(CountDownLatch release) {
        boolean isReleased = false;
        while (!isReleased) {
            try {
                release.await();
                isReleased = true;
            } catch (InterruptedException e) {
                // A strategy may ignore it.
            }
        }
        return new byte[0];
    }

    private static class Counter implements StatefulStrategy {

        final AtomicLong count = new AtomicLong();
        final AtomicLong calls = new AtomicLong();

        @Override
        public Decision decide(RebalanceQuery query, Market market) {
            calls.incrementAndGet();
            return Decision.keep("answered " + count.getAndIncrement() + " before");
        }

        @Override
        public byte[] saveState() {
            return ByteBuffer.allocate(Long.BYTES).putLong(count.get()).array();
        }

        @Override
        public void restoreState(byte[] state) {
            count.set(ByteBuffer.wrap(state).getLong());
        }
    }
}
