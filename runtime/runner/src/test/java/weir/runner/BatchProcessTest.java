package weir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weir.fixtures.BundleBuilder;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.batch.ProcessEndedException;
import weir.isolation.batch.StrategyProcess;
import weir.isolation.batch.StrategyProcess.Answer;
import weir.isolation.batch.StrategyProcesses;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/** Strategies for commands in real child processes. */
class BatchProcessTest {

    @TempDir
    Path folder;

    private Path jar;
    private StrategyProcesses processes;

    @BeforeEach
    void start() throws Exception {
        jar = folder.resolve("scripted.jar");
        BundleBuilder.of("weir.scripted", "1.0.0", "").writeTo(jar);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        processes =
                new StrategyProcesses(new ChildSettings(Children.classPath(), empty, 64, Duration.ofSeconds(5), true));
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    private StrategyProcess process(Level level) throws Exception {
        assumeTrue(
                processes.problem(level).isEmpty(),
                () -> "SKIPPED: " + processes.problem(level).orElse(""));
        Placement placement = new Placement("alice", "alice", level, List.of());
        return processes.start(
                new RemoteComponent(placement, jar, "hash", "weir.scripted.Scripted", "", "end", 2, List.of()));
    }

    private static int create(StrategyProcess process, String word) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("word", word);
        properties.put("numbers", new Long[] {1L, 2L, 3L});
        properties.put("is.loud", true);
        return process.create(properties);
    }

    private static List<Answer> ask(StrategyProcess process, String job, Market market, Integer... instances) {
        List<RebalanceQuery> queries = Collections.nCopies(instances.length, Children.query(job));
        return process.decide(List.of(instances), queries, market);
    }

    private static List<String> reasons(List<Answer> answers) {
        return answers.stream().map(answer -> answer.decision().reason()).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"SEPARATE", "FENCED"})
    void instancesAnswerTogetherEachWithItsParameters(Level level) throws Exception {
        StrategyProcess process = process(level);
        int one = create(process, "one");
        int two = create(process, "two");
        assertEquals(
                List.of("one 3 true 1", "two 3 true 1"), reasons(ask(process, "keep", Children.NO_MARKET, one, two)));
        assertEquals(List.of("two 3 true 2"), reasons(ask(process, "keep", Children.NO_MARKET, two)));
        process.end(two);
        process.end(one);
        // The classes stay for the next instance.
        int three = create(process, "three");
        assertEquals(List.of("three 3 true 1"), reasons(ask(process, "keep", Children.NO_MARKET, three)));
        assertFalse(process.hasEnded());
    }

    @Test
    void rejectedParametersDoNotHarmOtherInstances() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        for (int i = 0; i < 2; i++) {
            ChildException rejected = assertThrows(ChildException.class, () -> create(process, "broken"));
            assertEquals("java.lang.IllegalStateException: built to fail", rejected.getMessage());
            int good = create(process, "good");
            assertEquals(List.of("good 3 true 1"), reasons(ask(process, "keep", Children.NO_MARKET, good)));
        }
    }

    @Test
    void failuresHaveNoControlCharacters() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        ChildException rejected = assertThrows(ChildException.class, () -> create(process, "broken for a terminal"));
        assertEquals("java.lang.IllegalStateException: built 31m to  fail ", rejected.getMessage());
    }

    @Test
    void failingDeactivationHarmsNothing() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        int one = create(process, "one");
        int two = create(process, "throws at its end");
        process.end(two);
        process.end(two);
        assertEquals(List.of("one 3 true 1"), reasons(ask(process, "keep", Children.NO_MARKET, one)));
    }

    /** Ctrl-C must not wait for the limit of a query. */
    @Test
    void interruptKillsTheProcess() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        int one = create(process, "one");
        Thread.currentThread().interrupt();
        ProcessEndedException ended =
                assertThrows(ProcessEndedException.class, () -> ask(process, "loop", Children.NO_MARKET, one));
        assertTrue(Thread.interrupted());
        assertEquals("its child process was killed because the command was interrupted", ended.getMessage());
    }

    @Test
    void exceptionsAndNullAreAnswers() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        int one = create(process, "one");
        int two = create(process, "two");
        List<Answer> thrown = ask(process, "throw", Children.NO_MARKET, one, two);
        assertEquals(Collections.nCopies(2, new Answer(null, "java.lang.IllegalStateException: on purpose")), thrown);
        Answer none = ask(process, "null", Children.NO_MARKET, one).get(0);
        assertNull(none.decision());
        assertEquals("", none.failure());
    }

    /** The questions of the instances at a check are equal, and so are the answers. */
    @Test
    void marketIsAskedOnceForAllInstances() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        int one = create(process, "one");
        int two = create(process, "two");
        List<Long> asked = new ArrayList<>();
        Market market = new Market() {
            @Override
            public List<Observation> prices(long fromBlock) {
                asked.add(fromBlock);
                return List.of();
            }

            @Override
            public List<Swap> swaps(long fromBlock) {
                return List.of();
            }
        };
        List<Answer> answers = ask(process, "market", market, one, two, one);
        assertEquals(1, reasons(answers).stream().distinct().count());
        assertEquals(List.of(5L), asked);
        ask(process, "market", market, one);
        assertEquals(List.of(5L, 5L), asked, "each check has its own market");
    }

    /** Several times the buffers of the pipe and of both streams. */
    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"SEPARATE", "FENCED"})
    void longMarketDataArrives(Level level) throws Exception {
        StrategyProcess process = process(level);
        Market market = new Market() {
            @Override
            public List<Observation> prices(long fromBlock) {
                return Collections.nCopies(
                        MAX_ENTRIES, new Observation(1, Children.query("").currentPrice()));
            }

            @Override
            public List<Swap> swaps(long fromBlock) {
                return List.of();
            }
        };
        int one = create(process, "one");
        String reason = reasons(ask(process, "market", market, one)).get(0);
        assertTrue(reason.startsWith(Market.MAX_ENTRIES + " "), reason);
    }

    @ParameterizedTest
    @CsvSource({
        "exit, ended with exit code 5",
        "halt, ended with exit code 9",
        "fill, ended with exit code 3",
        "garbage, killed because it sent an invalid frame",
        "forge, killed because it answered FAILED instead of DECISIONS: xxx",
        "loop, killed because a call (DECIDE_ALL) has not returned within 5 s"
    })
    void endOfTheProcessIsNoAnswer(String job, String reason) throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        int one = create(process, "one");
        ProcessEndedException ended =
                assertThrows(ProcessEndedException.class, () -> ask(process, job, Children.NO_MARKET, one));
        assertTrue(ended.getMessage().contains(reason), ended::getMessage);
        assertTrue(ended.getMessage().length() < 1_000, ended::getMessage);
        assertTrue(process.hasEnded());
        assertThrows(ProcessEndedException.class, () -> ask(process, "keep", Children.NO_MARKET, one));
        StrategyProcess next = process(Level.SEPARATE);
        assertEquals(List.of("next 3 true 1"), reasons(ask(next, "keep", Children.NO_MARKET, create(next, "next"))));
    }

    @Test
    void closingKillsAllProcesses() throws Exception {
        StrategyProcess process = process(Level.SEPARATE);
        create(process, "one");
        processes.close();
        process.close();
        assertThrows(ProcessEndedException.class, () -> create(process, "two"));
    }
}
