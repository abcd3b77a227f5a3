package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;
import weir.uniswap.v3.TickRange;

class StrategyContractTest {

    private static StrategyContract of(Supplier<RebalanceStrategy> strategy) {
        return strategy::get;
    }

    private static StrategyContract wanting(int lower, int upper) {
        return of(() -> (query, market) ->
                Decision.rebalance(List.of(new Position(lower, upper, BigInteger.ZERO, BigInteger.ZERO)), "always"));
    }

    private static Decision around(RebalanceQuery query, Inventory stake) {
        TickRange range = TickRange.around(query.currentPrice().tick(), 2000, query.tickSpacing());
        return Decision.rebalance(
                List.of(new Position(range.lower(), range.upper(), stake.amount0(), stake.amount1())), "around");
    }

    private static void assertFails(Executable test, String... says) {
        String message = assertThrows(AssertionError.class, test).getMessage();
        for (String part : says) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void validStrategyPasses() {
        StrategyContract contract = of(() -> (query, market) -> around(query, query.inventoryRemaining()));
        assertDoesNotThrow(contract::answersAlike);
        assertDoesNotThrow(() -> contract.wantsLegalRanges(60));
        assertDoesNotThrow(contract::neverSpendsMoreThanTheInventory);
        assertDoesNotThrow(contract::survivesEmptyPositions);
        assertDoesNotThrow(contract::survivesAnEmptyInventory);
        assertDoesNotThrow(contract::survivesAbsurdPrices);
        assertDoesNotThrow(contract::survivesHugeInventories);
        assertDoesNotThrow(contract::answersSeveralThreadsAtOnce);
    }

    @Test
    void reasonsMayDiffer() {
        AtomicInteger calls = new AtomicInteger();
        StrategyContract contract = of(() -> (query, market) -> Decision.keep("call " + calls.incrementAndGet()));
        assertDoesNotThrow(contract::answersAlike);
        assertDoesNotThrow(contract::answersSeveralThreadsAtOnce);
    }

    @Test
    void aStatefulStrategyPassesIfItRestoresItsState() {
        StrategyContract good = of(Alternating::new);
        assertDoesNotThrow(good::answersAlike);
        assertDoesNotThrow(good::restoresItsState);
        assertDoesNotThrow(good::answersSeveralThreadsAtOnce);
        assertFails(
                () -> of(() -> new Alternating() {
                            @Override
                            public void restoreState(byte[] state) {}
                        })
                        .restoresItsState(),
                "the instance with the restored state differs");
        assertFails(
                () -> of(() -> new Alternating() {
                            @Override
                            public byte[] saveState() {
                                return null;
                            }
                        })
                        .restoresItsState(),
                "saveState() must return at most 1 MiB");
    }

    /** Keeps three times of seven. */
    private static class Alternating implements StatefulStrategy {
        private final AtomicInteger calls = new AtomicInteger(1);

        @Override
        public Decision decide(RebalanceQuery query, Market market) {
            return calls.getAndUpdate(count -> (count + 1) % 7) < 3 ? Decision.keep("") : Decision.refuse("");
        }

        @Override
        public byte[] saveState() {
            return new byte[] {(byte) calls.get()};
        }

        @Override
        public void restoreState(byte[] state) {
            calls.set(state[0]);
        }
    }

    @Test
    void reportsIllegalRanges() {
        assertFails(
                () -> wanting(-30, 60).wantsLegalRanges(60),
                "the strategy returned Rebalance[",
                "position [-30, 60] is not on multiples of the tick spacing 60",
                "for the query RebalanceQuery[");
        assertFails(
                () -> wanting(60, 60).wantsLegalRanges(60),
                "position [60, 60] has its lower tick not below its upper tick");
        Position position = new Position(0, 60, BigInteger.ZERO, BigInteger.ZERO);
        StrategyContract many =
                of(() -> (query, market) -> Decision.rebalance(Collections.nCopies(33, position), "many"));
        assertFails(() -> many.wantsLegalRanges(60), "33 positions are more than 32");
        assertFails(() -> wanting(0, 887_273).wantsLegalRanges(1), "position [0, 887273] is outside ticks +-887272");
    }

    @Test
    void keepingHeldPositionsCostsNothing() {
        StrategyContract same = of(() -> (query, market) -> Decision.rebalance(query.currentPositions(), "the same"));
        assertDoesNotThrow(same::survivesAnEmptyInventory);
    }

    @Test
    void reportsOverspending() {
        Inventory oneTooMuch = new Inventory(new BigInteger("1000000000000000001"), BigInteger.ZERO);
        assertFails(
                () -> of(() -> (query, market) -> around(query, oneTooMuch)).neverSpendsMoreThanTheInventory(),
                "allocations of 1000000000000000001 and 0 are more than the remaining inventory of 1000000000000000000");
        Inventory negative = new Inventory(BigInteger.ONE.negate(), BigInteger.ZERO);
        assertFails(
                () -> of(() -> (query, market) -> around(query, negative)).survivesEmptyPositions(),
                "has a negative allocation");
    }

    @Test
    void reportsStateThatChangesTheAnswer() {
        AtomicInteger shared = new AtomicInteger();
        StrategyContract counting = of(() -> (query, market) -> keepOrRefuse(shared.incrementAndGet()));
        assertFails(counting::answersAlike, "the second call differs");
        assertFails(counting::answersSeveralThreadsAtOnce, "several threads");
        StrategyContract perInstance = of(() -> {
            int id = shared.incrementAndGet();
            return (query, market) -> keepOrRefuse(id);
        });
        assertFails(perInstance::answersAlike, "a new instance differs");
    }

    @Test
    void reportsStrategiesThatNeedUnknownPoolData() {
        StrategyContract needsPool = of(() ->
                (query, market) -> Decision.keep(market.pool().orElseThrow().toString()));
        assertFails(needsPool::answersAlike, "threw java.util.NoSuchElementException");
        StrategyContract divides = of(() -> (query, market) -> Decision.keep(
                "" + market.liquidity().map(BigInteger.TEN::divide).orElse(null)));
        assertFails(divides::survivesEmptyPositions, "threw java.lang.ArithmeticException");
        StrategyContract needsTick = of(() -> (query, market) ->
                Decision.keep("" + market.initializedTicks(-600, 600).map(ticks -> ticks.get(0))));
        assertFails(needsTick::survivesAbsurdPrices, "IndexOutOfBounds");
        StrategyContract needsFee = of(() -> (query, market) -> Decision.keep(""
                + market.swaps(0).stream()
                        .map(swap -> swap.feePips().orElseThrow())
                        .toList()));
        assertFails(needsFee::survivesEmptyPositions, "threw java.util.NoSuchElementException");
    }

    private static Decision keepOrRefuse(int number) {
        return number % 2 == 0 ? Decision.keep("") : Decision.refuse("");
    }

    @Test
    void reportsExceptionsAndNull() {
        StrategyContract greedy = of(() -> (query, market) ->
                Decision.keep("first of " + query.currentPositions().get(0)));
        assertFails(greedy::survivesEmptyPositions, "threw", "IndexOutOfBounds", "for the query RebalanceQuery[");
        assertFails(() -> of(() -> (query, market) -> null).survivesAbsurdPrices(), "returned null");
    }
}
