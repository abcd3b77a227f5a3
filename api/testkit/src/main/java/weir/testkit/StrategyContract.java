package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/**
 * The contract that every strategy must fulfil, as tests to inherit. If a strategy passes them, the host's guard accepts its
 * decisions for similar queries.
 *
 * <pre>{@code
 * class HoldTest implements StrategyContract {
 *     public RebalanceStrategy newStrategy() {
 *         return new Hold();
 *     }
 * }
 * }</pre>
 *
 * <p>A failure shows the query, the decision and the violation.
 */
public interface StrategyContract {

    /** Returns a new instance of the strategy, with default or other parameters: see {@link Parameters}. */
    RebalanceStrategy newStrategy();

    /** The same query and market give the same decision: in two calls of one instance, and in a call of a new instance. */
    @Test
    @DisplayName("contract: the same query gives the same decision")
    default void answersAlike() {
        RebalanceStrategy strategy = newStrategy();
        for (Scenario scenario : Scenario.typical(60)) {
            Decision first = RecordedCall.call(strategy, scenario).decision();
            assertEquals(
                    first,
                    RecordedCall.call(strategy, scenario).decision(),
                    () -> "the second call differs: " + scenario.query());
            assertEquals(
                    first,
                    RecordedCall.call(newStrategy(), scenario).decision(),
                    () -> "a new instance differs: " + scenario.query());
        }
    }

    /** Ticks are within the range of a pool, in order, and multiples of the tick spacing. */
    @ParameterizedTest(name = "tick spacing {0}")
    @ValueSource(ints = {1, 10, 60, 200})
    @DisplayName("contract: ranges are valid")
    default void wantsLegalRanges(int spacing) {
        RebalanceStrategy strategy = newStrategy();
        Scenario.typical(spacing)
                .forEach(scenario -> RecordedCall.call(strategy, scenario).requireValidRanges());
    }

    /**
     * The sums of the allocations, and of the amounts that the positions use at the query's price, do not exceed the remaining
     * inventory.
     */
    @Test
    @DisplayName("contract: never more than the inventory")
    default void neverSpendsMoreThanTheInventory() {
        RebalanceStrategy strategy = newStrategy();
        Scenario.typical(10)
                .forEach(scenario -> RecordedCall.call(strategy, scenario).requireAffordable());
    }

    /** A query without positions, as at the start of a round, gives a valid decision. */
    @Test
    @DisplayName("contract: survives empty positions")
    default void survivesEmptyPositions() {
        survives(Scenario::withoutPositions);
    }

    /** A query with an empty inventory gives a valid decision. The miner may have deployed all of it, or the validator sent none. */
    @Test
    @DisplayName("contract: survives an empty inventory")
    default void survivesAnEmptyInventory() {
        survives(Scenario::withoutInventory);
    }

    /** Prices at both ends of the price range give a valid decision. */
    @Test
    @DisplayName("contract: survives extreme prices")
    default void survivesAbsurdPrices() {
        survives(Scenario::extremePrices);
    }

    /** Inventories of up to 2^256 - 1 raw units, also of one token only, give a valid decision. */
    @Test
    @DisplayName("contract: survives huge and one-sided inventories")
    default void survivesHugeInventories() {
        survives(Scenario::hugeInventories);
    }

    /** Several threads that call one instance at once get the same decisions as a single thread. */
    @Test
    @DisplayName("contract: several threads at once")
    default void answersSeveralThreadsAtOnce() throws InterruptedException {
        List<Scenario> scenarios = Scenario.typical(60);
        List<Decision> alone = RecordedCall.callAll(newStrategy(), scenarios);
        RebalanceStrategy shared = newStrategy();
        List<Callable<List<Decision>>> callers = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> callers.add(() -> RecordedCall.callAll(shared, scenarios)));
        ExecutorService threads = Executors.newFixedThreadPool(callers.size());
        try {
            for (Future<List<Decision>> answers : threads.invokeAll(callers, 2, TimeUnit.MINUTES)) {
                RecordedCall.requireSameDecisions(scenarios, alone, answers);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void survives(Function<Integer, List<Scenario>> scenarios) {
        RebalanceStrategy strategy = newStrategy();
        for (int spacing : new int[] {1, 60, 200}) {
            for (Scenario scenario : scenarios.apply(spacing)) {
                RecordedCall.call(strategy, scenario).requireValidRanges().requireAffordable();
            }
        }
    }
}
