package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.router.Answer;
import weir.router.internal.config.RouteParser;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/** Version changes of a strategy that fails, or hangs, while its state is saved or restored. */
class StateHandoverFailuresTest extends StateHandoverFixture {

    @Test
    void whileAnotherStrategyGetsItsStateAnswersNameTheOneThatAnswers() {
        CountDownLatch release = new CountDownLatch(1);
        manager.setHandoverTimeout(Duration.ofMinutes(1));
        serve("1.0.0", new Counter());
        useHangingState(release);
        StrategyInstance other = admit(
                new InstanceId("default", "other", "my.bundle", new Version("2.0.0"), 9, 9, Optional.empty()),
                new Counter());
        manager.setRoutes(List.of(RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"other\"}")));
        Answer answer = ask();
        assertEquals(Optional.of("hold"), answer.strategy());
        assertEquals(Optional.of(new Version("1.0.0")), answer.version());
        release.countDown();
        awaitServing("2.0.0");
        assertEquals(Optional.of("other"), ask().strategy());
        remove(other);
    }

    @Test
    void aVersionThatCannotRestoreTheStateLeavesItToTheNextVersion() throws Exception {
        serve("1.0.0", new Counter());
        ask();
        ask();
        ask();
        StrategyInstance faulty = serve("1.1.0", new Unrestorable());
        assertEquals(3, stored());
        assertCount(0);
        remove(faulty);
        awaitServing("1.0.0");
        assertCount(3);
        assertEquals(List.of(), problems.all());
        serve("1.2.0", new Counter());
        assertCount(4);
    }

    /** As after an upgrade, when the installer uninstalls the old version while a query runs. */
    @Test
    void aVersionThatStopsTooLateForTheHandoverGivesItsStateAfterwards() throws Exception {
        manager.setHandoverTimeout(Duration.ofMillis(300));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        StrategyInstance first = serve("1.0.0", new Counter() {
            @Override
            public Decision decide(RebalanceQuery query, Market market) {
                if (calls.get() == 5) {
                    inside.countDown();
                    hang(release);
                }
                return super.decide(query, market);
            }
        });
        for (int i = 0; i < 5; i++) {
            ask();
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Answer> slow = threads.submit(this::ask);
        inside.await();
        StrategyInstance second = admit("1.1.0", new Counter());
        Future<?> stop = threads.submit(() -> remove(first));
        awaitServing("1.1.0");
        assertProblem("hold 1.1.0 has started without its earlier state");
        release.countDown();
        stop.get();
        assertFalse(slow.get().isFallback());
        Await.until("1.1.0 has the state", () -> problems.all().isEmpty());
        assertCount(6);
        remove(second);
        assertEquals(7, stored());
        threads.shutdownNow();
    }

    @Test
    void afterAnErrorInAHandoverTheNextOneWorks() {
        serveAndAsk("1.0.0");
        nextError.set(new OutOfMemoryError("Java heap space"));
        serve("1.1.0", new Counter());
        serve("1.2.0", new Counter());
        assertCount(1);
    }

    @Test
    void aReadOfTheStateThatHangsDoesNotBlockTheRoute() {
        manager.setHandoverTimeout(Duration.ofMillis(300));
        CountDownLatch release = new CountDownLatch(1);
        useHangingState(release);
        serve("1.0.0", new Counter());
        assertProblem("because reading it did not return in time");
        assertCount(0);
        release.countDown();
    }

    @Test
    void aStopWhoseStateCannotBeSavedIsReportedAndKeepsTheStoredState() throws Exception {
        remove(serveAndAsk("1.0.0"));
        AtomicBoolean isFaulty = new AtomicBoolean();
        StrategyInstance second = serve("1.1.0", new Counter() {
            @Override
            public byte[] saveState() {
                return isFaulty.get() ? null : super.saveState();
            }
        });
        ask();
        isFaulty.set(true);
        remove(second);
        assertEquals(1, stored());
        assertProblem("the state of hold 1.1.0 since its last save is lost, because saveState() returned null");
        serveAndAsk("1.2.0");
        serve("1.3.0", new Counter());
        assertEquals(List.of(), problems.all());
        assertCount(2);
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
}
