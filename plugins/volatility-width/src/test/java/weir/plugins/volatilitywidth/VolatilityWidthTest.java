package weir.plugins.volatilitywidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.strategy.Decision;
import weir.strategy.Market.Observation;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.testkit.Parameters;
import weir.testkit.Queries;
import weir.testkit.StrategyContract;
import weir.testkit.TestMarket;

class VolatilityWidthTest implements StrategyContract {

    private static final long BLOCK = 10_000_000;

    @Override
    public RebalanceStrategy newStrategy() {
        return with(Map.of());
    }

    private static VolatilityWidth with(Map<String, ?> parameters) {
        return new VolatilityWidth(Parameters.of(Config.class, parameters));
    }

    private static Position opened(Map<String, ?> parameters, TestMarket market) {
        RebalanceQuery query = Queries.query().blockNumber(BLOCK).tickSpacing(1).build();
        Decision decision = with(parameters).decide(query, market.at(query));
        return assertInstanceOf(Decision.Rebalance.class, decision).positions().get(0);
    }

    /** 100 blocks whose price steps up and down by so many ticks, ending at the query's block with tick 0. */
    private static TestMarket steps(int ticks) {
        return TestMarket.ofTicks(
                BLOCK - 100, IntStream.range(0, 100).map(i -> i % 2 * ticks).toArray());
    }

    @Test
    void widthIsFourDeviationsOverTheHorizon() {
        // The last step, from the odd block 99 to the query's tick 0, is one too: 100 blocks, each a step of 50 ticks.
        int expected = (int) (4 * 50 * Math.sqrt(450));
        Position position = opened(Map.of("horizonBlocks", 450), steps(50));
        assertEquals(expected, position.tickUpper(), 1);
        assertEquals(-expected, position.tickLower(), 1);
    }

    @Test
    void staysWithinItsBounds() {
        assertEquals(1000, opened(Map.of(), steps(0)).tickUpper());
        assertEquals(10_000, opened(Map.of(), steps(5_000)).tickUpper());
        assertEquals(1700, opened(Map.of("maxHalfWidth", 1700), steps(50)).tickUpper());
    }

    @Test
    void usesTheDefaultWidthWithTooFewPrices() {
        assertEquals(4000, opened(Map.of(), TestMarket.EMPTY).tickUpper());
        assertEquals(4000, opened(Map.of("minObservations", 102), steps(50)).tickUpper());
        assertEquals(
                1234,
                opened(Map.of("lookbackBlocks", 20, "defaultHalfWidth", 1234), steps(50))
                        .tickUpper());
    }

    @Test
    void ignoresPricesAfterTheQuery() {
        int[] calmThenWild =
                IntStream.range(0, 200).map(i -> i < 100 ? 0 : i % 2 * 8_000).toArray();
        assertEquals(
                1000,
                opened(Map.of(), TestMarket.ofTicks(BLOCK - 100, calmThenWild)).tickUpper());
    }

    @Test
    void keepsPositionsWellInsideTheirRange() {
        RebalanceQuery query = Queries.query().holding(-2000, 2000).build();
        assertInstanceOf(
                Decision.Keep.class, with(Map.of()).decide(query, steps(50).at(query)));
    }

    @Test
    void volatilityCountsBlocksNotObservations() {
        List<Observation> sparse =
                List.of(new Observation(0, Price.atTick(0)), new Observation(400, Price.atTick(100)));
        assertEquals(50, LogReturnVolatility.inTicks(sparse, 100), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({
        "horizonBlocks, 0",
        "lookbackBlocks, 0",
        "minObservations, 1",
        "deviations, 0",
        "minHalfWidth, 0",
        "maxHalfWidth, 999",
        "defaultHalfWidth, 0",
        "edge, 0.51",
        "deploy, 1.1"
    })
    void rejectsParametersOutOfRangeByName(String parameter, double value) {
        String message = assertThrows(IllegalArgumentException.class, () -> with(Map.of(parameter, value)))
                .getMessage();
        assertTrue(message.contains(parameter + " = " + value), message);
    }
}
