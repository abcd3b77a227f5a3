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
 * What every strategy must hold, as tests to inherit. A strategy that passes is never stopped by the host's guard for a
 * query that is like one of these.
 *
 * <pre>{@code
 * class HoldTest implements StrategyContract {
 *     public RebalanceStrategy newStrategy() {
 *         return new Hold();
 *     }
 * }
 * }</pre>
 *
 * <p>Each failure shows the query, the strategy's answer and what is wrong with it.
 */
public interface StrategyContract {

    /** A new instance of the strategy, with its default parameters or others: see {@link Parameters}. */
    RebalanceStrategy newStrategy();

    /** The same query and market give the same decision: from one instance twice, and from a fresh one. */
    @Test
    @DisplayName("contract: the same question has the same answer")
    default void answersAlike() {
        RebalanceStrategy strategy = newStrategy();
        for (Scenario scenario : Scenario.ordinary(60)) {
            Decision first = Asked.of(strategy, scenario).decision();
            assertEquals(first, Asked.of(strategy, scenario).decision(), () -> "asked twice: " + scenario.query());
            assertEquals(first, Asked.of(newStrategy(), scenario).decision(), () -> "fresh one: " + scenario.query());
        }
    }

    /** Ticks are within range, in order, and multiples of the pool's tick spacing. */
    @ParameterizedTest(name = "tick spacing {0}")
    @ValueSource(ints = {1, 10, 60, 200})
    @DisplayName("contract: ranges are legal")
    default void wantsLegalRanges(int spacing) {
        RebalanceStrategy strategy = newStrategy();
        Scenario.ordinary(spacing)
                .forEach(scenario -> Asked.of(strategy, scenario).hasLegalRanges());
    }

    /** Allocations and the amounts really used fit what is left in the round. */
    @Test
    @DisplayName("contract: never more than the inventory")
    default void neverSpendsMoreThanTheInventory() {
        RebalanceStrategy strategy = newStrategy();
        Scenario.ordinary(10).forEach(scenario -> Asked.of(strategy, scenario).isAffordable());
    }

    /** A round begins without positions. */
    @Test
    @DisplayName("contract: survives empty positions")
    default void survivesEmptyPositions() {
        survives(Scenario::emptyHanded);
    }

    /** Everything may be deployed already, and a validator may send no inventory. */
    @Test
    @DisplayName("contract: survives an empty inventory")
    default void survivesAnEmptyInventory() {
        survives(Scenario::withoutInventory);
    }

    /** Prices at both ends of the scale. */
    @Test
    @DisplayName("contract: survives absurd prices")
    default void survivesAbsurdPrices() {
        survives(Scenario::absurdPrices);
    }

    /** Amounts up to 2^256 - 1, also of one token only. */
    @Test
    @DisplayName("contract: survives huge and one-sided inventories")
    default void survivesHugeInventories() {
        survives(Scenario::hugeInventories);
    }

    /** Several threads may ask one instance at once and get what a single one gets. */
    @Test
    @DisplayName("contract: several threads at once")
    default void answersSeveralThreadsAtOnce() throws InterruptedException {
        List<Scenario> scenarios = Scenario.ordinary(60);
        List<Decision> alone = Asked.all(newStrategy(), scenarios);
        RebalanceStrategy shared = newStrategy();
        List<Callable<List<Decision>>> askers = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> askers.add(() -> Asked.all(shared, scenarios)));
        ExecutorService threads = Executors.newFixedThreadPool(askers.size());
        try {
            for (Future<List<Decision>> answers : threads.invokeAll(askers, 2, TimeUnit.MINUTES)) {
                Asked.compare(scenarios, alone, answers);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void survives(Function<Integer, List<Scenario>> scenarios) {
        RebalanceStrategy strategy = newStrategy();
        for (int spacing : new int[] {1, 60, 200}) {
            for (Scenario scenario : scenarios.apply(spacing)) {
                Asked.of(strategy, scenario).hasLegalRanges().isAffordable();
            }
        }
    }
}
