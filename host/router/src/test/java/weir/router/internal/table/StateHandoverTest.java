package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import weir.router.internal.config.RouteParser;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.state.SharedState;
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
        Path file = folder.resolve("state/default~hold.json");
        Files.writeString(file, text);
        StrategyInstance first = serve("1.0.0", new Counter());
        assertCount(0);
        assertProblem("hold 1.0.0 has started without its earlier state, because reading it failed");
        remove(first);
        assertEquals(text, Files.readString(file), "an instance that has not read the file does not replace it");
        assertEquals(List.of(), problems.all(), "the instance that had the problem is gone");
    }

    /** The file had no strategy in its name. */
    @Test
    void anEarlierFileIsReadByItsStrategyOnly() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        for (String strategy : List.of("other", "hold")) {
            Files.writeString(
                    folder.resolve("state/default.json"),
                    "{\"format\": 1, \"strategy\": \"" + strategy + "\", \"state\": \"AAAAAAAAAAc=\"}");
            StrategyInstance instance = serve("1.0.0", new Counter());
            assertCount(strategy.equals("hold") ? 7 : 0);
            remove(instance);
            Files.delete(folder.resolve("state/default~hold.json"));
        }
        assertEquals(List.of(), problems.all());
    }

    @Test
    void eachStrategyOfARouteKeepsItsState() {
        StrategyInstance hold = serve("1.0.0", new Counter());
        ask();
        ask();
        manager.setRoutes(List.of(RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"other\"}")));
        StrategyInstance other = admit(
                new InstanceId("default", "other", "my.bundle", new Version("2.0.0"), 9, 9, Optional.empty()),
                new Counter());
        awaitServing("2.0.0");
        remove(hold);
        assertCount(0);
        remove(other);
        restart();
        addRoute();
        serve("1.0.0", new Counter());
        assertCount(2);
    }

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

    @Test
    void aVersionThatCannotRestoreTheStateDoesNotReplaceItAtARestart() throws Exception {
        remove(serveAndAsk("1.0.0"));
        for (int start = 0; start < 2; start++) {
            restart();
            addRoute();
            StrategyInstance faulty = serve("1.1.0", new Unrestorable());
            assertCount(0);
            assertProblem("hold 1.1.0 has started without its earlier state, because restoreState() failed");
            remove(faulty);
            assertEquals(1, stored());
        }
        serve("1.2.0", new Counter());
        assertCount(1);
    }

    @Test
    void afterItsFileWasDeletedTheNewStateIsStored() throws Exception {
        remove(serveAndAsk("1.0.0"));
        StrategyInstance faulty = serve("1.1.0", new Unrestorable());
        for (int i = 0; i < 5; i++) {
            ask();
        }
        Files.delete(folder.resolve("state/default~hold.json"));
        remove(faulty);
        assertEquals(5, stored());
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
    void aStateThatCouldNotBeStoredIsReportedUntilALaterOneIsStored() throws Exception {
        serveAndAsk("1.0.0");
        Path notADirectory = Files.writeString(folder.resolve("state"), "");
        StrategyInstance second = serve("1.1.0", new Counter());
        assertProblem("a restart would lose the state of hold 1.0.0, because storing it in data/state failed");
        assertCount(1);
        Files.delete(notADirectory);
        remove(second);
        assertEquals(2, stored());
        assertEquals(List.of(), problems.all());
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

    /** A slow disk can finish the write of an earlier save last. */
    @Test
    void anEarlierSaveDoesNotReplaceALaterOne() throws Exception {
        SharedState shared = states.of("default", "hold");
        long earlier = shared.nextSaveNumber();
        long later = shared.nextSaveNumber();
        assertTrue(shared.write(later, new Version("1.1.0"), new byte[] {2}, true));
        assertTrue(shared.write(earlier, new Version("1.0.0"), new byte[] {1}, true));
        assertEquals(2, shared.read().orElseThrow()[0]);
    }

    @Test
    void theOwnersSaveReplacesALaterOneOfAnotherInstance() throws Exception {
        SharedState shared = states.of("default", "hold");
        long owners = shared.nextSaveNumber();
        assertTrue(shared.write(shared.nextSaveNumber(), new Version("1.1.0"), new byte[] {2}, false));
        assertTrue(shared.write(owners, new Version("1.0.0"), new byte[] {1}, true));
        assertFalse(shared.write(shared.nextSaveNumber(), new Version("1.1.0"), new byte[] {2}, false));
        assertEquals(1, shared.read().orElseThrow()[0]);
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
        ExecutorService validators = Executors.newFixedThreadPool(4);
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

    /** Instances that are created afterwards have a state whose read hangs. */
    private void useHangingState(CountDownLatch release) {
        states = new StateStore(folder, problems) {
            @Override
            public SharedState of(String route, String strategy) {
                return new SharedState(folder.resolve("state"), route, strategy, problems) {
                    @Override
                    public Optional<byte[]> read() throws IOException {
                        hang(release);
                        return super.read();
                    }
                };
            }
        };
    }

    private StrategyInstance serveAndAsk(String version) {
        StrategyInstance instance = serve(version, new Counter());
        ask();
        return instance;
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
        return ByteBuffer.wrap(states.of("default", "hold").read().orElseThrow())
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

    /** Restores the state that it has saved itself, but no state of another version. */
    private static class Unrestorable extends Counter {

        private byte[] saved = {};

        @Override
        public byte[] saveState() {
            saved = super.saveState();
            return saved;
        }

        @Override
        public void restoreState(byte[] state) {
            if (!Arrays.equals(saved, state)) {
                throw new IllegalArgumentException("unknown format");
            }
            super.restoreState(state);
        }
    }
}
