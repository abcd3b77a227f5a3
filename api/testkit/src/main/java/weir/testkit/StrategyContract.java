package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import weir.strategy.StatefulStrategy;

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

    /**
     * The same query and market give the same decision: in two calls of one instance, and in a call of a new instance. For a {@link
     * StatefulStrategy}, the same queries in the same order give the same decisions in two new instances. Reasons may differ.
     */
    @Test
    @DisplayName("contract: the same query gives the same decision")
    default void answersAlike() {
        RebalanceStrategy strategy = newStrategy();
        boolean isStateful = strategy instanceof StatefulStrategy;
        RebalanceStrategy other = newStrategy();
        for (Scenario scenario : Scenario.typical(60)) {
            Decision first = RecordedCall.call(strategy, scenario).decision();
            if (!isStateful) {
                RecordedCall.requireSame(
                        first,
                        RecordedCall.call(strategy, scenario).decision(),
                        () -> "the second call differs: " + scenario.query());
            }
            RebalanceStrategy fresh = isStateful ? other : newStrategy();
            RecordedCall.requireSame(
                    first,
                    RecordedCall.call(fresh, scenario).decision(),
                    () -> "a new instance differs: " + scenario.query());
        }
    }

    /** A new instance of a {@link StatefulStrategy} that restores a saved state decides as the old one. Other strategies pass. */
    @Test
    @DisplayName("contract: a restored state gives the same decisions")
    default void restoresItsState() {
        if (!(newStrategy() instanceof StatefulStrategy before)) {
            return;
        }
        List<Scenario> scenarios = Scenario.typical(60);
        RecordedCall.callAll(before, scenarios);
        byte[] state = before.saveState();
        assertTrue(
                state != null && state.length <= StatefulStrategy.MAX_STATE_BYTES,
                "saveState() must return at most 1 MiB, and not null");
        StatefulStrategy after = (StatefulStrategy) newStrategy();
        after.restoreState(state);
        for (Scenario scenario : scenarios) {
            RecordedCall.requireSame(
                    RecordedCall.call(before, scenario).decision(),
                    RecordedCall.call(after, scenario).decision(),
                    () -> "the instance with the restored state differs: " + scenario.query());
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

    /**
     * Several threads that call one instance at once get the same decisions as a single thread. For a {@link StatefulStrategy}, the
     * decisions may differ.
     */
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
                RecordedCall.requireSameDecisions(
                        scenarios, shared instanceof StatefulStrategy ? List.of() : alone, answers);
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
