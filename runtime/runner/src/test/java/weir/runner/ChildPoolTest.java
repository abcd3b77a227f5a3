package weir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.fixtures.Await;
import weir.isolation.ChildException;
import weir.isolation.Level;
import weir.isolation.RemoteStrategy;
import weir.strategy.Market;
import weir.strategy.PoolFacts;
import weir.strategy.Price;
import weir.strategy.Swap;

/** Strategies in real child processes. */
class ChildPoolTest {

    private static final String ALICE = "alice";

    @TempDir
    Path folder;

    private Children children;

    @BeforeEach
    void start() throws Exception {
        children = new Children(folder);
    }

    @AfterEach
    void stop() {
        children.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"SEPARATE", "FENCED"})
    void strategyAnswersWithItsParametersUntilItIsClosed(Level level) {
        requirePossible(level);
        RemoteStrategy strategy = children.create(level, ALICE, "word");
        assertEquals("word 3 true 1", Children.ask(strategy, "keep"));
        assertEquals("word 3 true 2", Children.ask(strategy, "keep"));
        strategy.close();
        assertThrows(ChildException.class, () -> Children.ask(strategy, "keep"));
    }

    @Test
    void marketOfTheHostIsVisible() {
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, "word");
        for (int i = 0; i < 3; i++) { // from the second query on, answers come with the query
            assertEquals(
                    "2 [] Optional[7] Optional[" + FullMarket.POOL
                            + "] Optional[[]] Optional[1970-01-01T00:00:03Z] true",
                    strategy.decide(Children.query("market"), new FullMarket()).reason());
        }
    }

    @Test
    void failuresOfTheStrategyAreReportedAndItServesOn() {
        assertEquals(
                "java.lang.IllegalStateException: built to fail",
                assertThrows(ChildException.class, () -> children.create(Level.SEPARATE, ALICE, "broken"))
                        .getMessage());
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, "word");
        assertEquals(
                "java.lang.IllegalStateException: on purpose",
                assertThrows(ChildException.class, () -> Children.ask(strategy, "throw"))
                        .getMessage());
        assertNull(strategy.decide(Children.query("null"), Children.NO_MARKET));
        assertEquals("word 3 true 3", Children.ask(strategy, "print"));
        assertEquals(0, children.status(ALICE).crashes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "halt", "fill", "garbage"})
    void processThatEndsIsStartedAgainWithItsStateAndOtherPublishersServeOn(String job) {
        RemoteStrategy other = children.create(Level.SEPARATE, "bob", "other");
        long pidOfOther = children.pid("bob");
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, "word");
        Children.ask(strategy, "keep");
        strategy.saveState();
        long pid = children.pid(ALICE);
        // The call is repeated once, so both attempts end the process.
        assertThrows(ChildException.class, () -> Children.ask(strategy, job));
        assertEquals("word 3 true 2", Children.ask(strategy, "keep"));
        assertNotEquals(pid, children.pid(ALICE));
        assertEquals(2, children.status(ALICE).crashes());
        assertEquals("other 3 true 1", Children.ask(other, "keep"));
        assertEquals(pidOfOther, children.pid("bob"));
    }

    @Test
    void killedProcessIsStartedAgainAndTheRunningQueryIsAnswered() {
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, "word");
        long pid = children.pid(ALICE);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        assertEquals("word 3 true 1", Children.ask(strategy, "keep"));
        assertNotEquals(pid, children.pid(ALICE));
    }

    @Test
    void callThatHangsAfterItsDeadlineKillsTheProcess() throws Exception {
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, "word");
        long pid = children.pid(ALICE);
        String message = askUntilDeadline(strategy, "loop");
        assertTrue(message.contains("a call has not returned 2 s after its deadline"), message);
        Await.until("the process ends", () -> ProcessHandle.of(pid).isEmpty());
        assertEquals("word 3 true 1", Children.ask(strategy, "keep"));
    }

    @Test
    void callThatEndsAtItsDeadlineDoesNotKillTheProcess() throws Exception {
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, "word");
        long pid = children.pid(ALICE);
        assertEquals("answered", askUntilDeadline(strategy, "sleep"));
        assertEquals("word 3 true 3", Children.ask(strategy, "keep"));
        assertEquals(pid, children.pid(ALICE));
    }

    /** Returns the message of the exception. */
    private static String askUntilDeadline(RemoteStrategy strategy, String job) throws InterruptedException {
        StringBuilder message = new StringBuilder();
        Thread caller = new Thread(() -> {
            try {
                Children.ask(strategy, job);
                message.append("answered");
            } catch (ChildException e) {
                message.append(e.getMessage());
            }
        });
        caller.start();
        Children.ask(strategy, "keep"); // so that the process has both
        caller.interrupt();
        caller.join(Await.TIMEOUT.toMillis());
        return message.toString();
    }

    @Test
    void bundleThatCrashesThreeTimesInTenMinutesRestsAndOthersOfThePublisherServe() {
        RemoteStrategy bad = children.create(Level.SEPARATE, ALICE, "bad hash", "bad");
        RemoteStrategy good = children.create(Level.SEPARATE, ALICE, "good hash", "good");
        assertThrows(ChildException.class, () -> Children.ask(bad, "exit"));
        String message = assertThrows(ChildException.class, () -> Children.ask(bad, "exit"))
                .getMessage();
        assertTrue(message.startsWith("it has crashed 3 times within 10 minutes"), message);
        assertTrue(message.endsWith("ended with exit code 5"), message);
        assertThrows(ChildException.class, () -> Children.ask(bad, "keep"));
        assertEquals("good 3 true 1", Children.ask(good, "keep"));
        children.elapsedNanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertEquals("bad 3 true 1", Children.ask(bad, "keep"));
    }

    @Test
    void instanceWhoseProcessEndsDuringItsCreationIsCreatedAgain() {
        String marker = folder.resolve("crashed").toString();
        RemoteStrategy strategy = children.create(Level.SEPARATE, ALICE, marker);
        assertEquals(1, children.status(ALICE).crashes());
        assertEquals(marker + " 3 true 1", Children.ask(strategy, "keep"));
    }

    @Test
    void processEndsWithItsLastInstance() {
        RemoteStrategy one = children.create(Level.SEPARATE, ALICE, "one");
        RemoteStrategy other = children.create(Level.SEPARATE, ALICE, "other");
        long pid = children.pid(ALICE);
        one.close();
        assertEquals("other 3 true 1", Children.ask(other, "keep"));
        assertEquals(OptionalLong.of(pid), children.status(ALICE).pid());
        other.close();
        Await.until("the process ends", () -> ProcessHandle.of(pid).isEmpty());
        assertEquals(List.of(), children.pool.status());
    }

    @Test
    void processThatCannotBeStartedIsReported() throws Exception {
        children.close();
        children = new Children(folder);
        String message = assertThrows(
                        ChildException.class, () -> children.create(Level.EXTERNAL, ALICE, "hash", "word"))
                .getMessage();
        assertEquals("the program /no/such/wrapper does not start", message.replaceFirst(":.*", ""));
    }

    private void requirePossible(Level level) {
        Optional<String> problem = children.pool.problem(level);
        assumeTrue(problem.isEmpty(), () -> "SKIPPED: " + problem.orElseThrow());
    }

    private static final class FullMarket implements Market {

        static final PoolFacts POOL = new PoolFacts(
                new PoolFacts.Token("A", 18), new PoolFacts.Token("B", 6), 10, Optional.of(PoolFacts.Kind.SLIPSTREAM));

        @Override
        public List<Observation> prices(long fromBlock) {
            return List.of(new Observation(fromBlock, Price.atTick(1)), new Observation(6, Price.atTick(2)));
        }

        @Override
        public List<Swap> swaps(long fromBlock) {
            return List.of();
        }

        @Override
        public boolean isBacktest() {
            return true;
        }

        @Override
        public Optional<PoolFacts> pool() {
            return Optional.of(POOL);
        }

        @Override
        public Optional<BigInteger> liquidity() {
            return Optional.of(BigInteger.valueOf(7));
        }

        @Override
        public Optional<List<InitializedTick>> initializedTicks(int lowestTick, int highestTick) {
            return Optional.of(List.of());
        }

        @Override
        public Optional<Instant> blockTime(long blockNumber) {
            return Optional.of(Instant.ofEpochSecond(blockNumber));
        }
    }
}
