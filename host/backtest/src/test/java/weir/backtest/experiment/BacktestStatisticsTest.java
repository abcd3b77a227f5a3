package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.BacktestStatistics.Measure;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.StationaryBootstrap;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickRange;

/** Strict scores, perfect foresight, and means with intervals. */
class BacktestStatisticsTest {

    private static final StationaryBootstrap BOOTSTRAP = StationaryBootstrap.withAutomaticBlocks(98);

    @TempDir
    Path folder;

    /** Deploys a part of the inventory in a range that lies mostly above the price, so that much token1 stays unused. */
    private static RebalanceStrategy lopsided(boolean declaresUsedOnly) {
        return (query, market) -> {
            if (query.rebalancesSoFar() > 0) {
                return Decision.keep("held");
            }
            TickRange range = TickRange.around(query.currentPrice().tick() + 400, 500, query.tickSpacing());
            Inventory stake = query.inventoryRemaining().part(0.5);
            return Decision.rebalance(
                    List.of(declaresUsedOnly ? used(query, range, stake) : declared(range, stake)), "lopsided");
        };
    }

    private static Position declared(TickRange range, Inventory stake) {
        return new Position(range.lower(), range.upper(), stake.amount0(), stake.amount1());
    }

    private static Position used(RebalanceQuery query, TickRange range, Inventory stake) {
        PositionAmounts used = LiquidityAmounts.getUsedAmounts(
                query.currentPrice().sqrtPriceX96(), range.lower(), range.upper(), stake.amount0(), stake.amount1());
        return new Position(range.lower(), range.upper(), used.amount0(), used.amount1());
    }

    @Test
    void strictScoreIsTheScoreOfTheUsedAllocations() {
        try (StoredMarket market = new StoredMarket(folder)) {
            StrategyResult declared = market.play(450, lopsided(false)).primaryStrategy();
            StrategyResult used = market.play(450, lopsided(true)).primaryStrategy();
            int different = 0;
            for (int i = 0; i < declared.rounds().size(); i++) {
                double strict = score(declared.rounds().get(i), Model.STRICT);
                assertEquals(score(used.rounds().get(i), Model.VALIDATOR), strict, 1e-9);
                assertEquals(score(used.rounds().get(i), Model.STRICT), strict, 1e-9);
                different += Math.abs(score(declared.rounds().get(i), Model.VALIDATOR) - strict) > 1e-6 ? 1 : 0;
            }
            assertTrue(different > 0, "unused allocations count in some round");
        }
    }

    private static double score(RoundSummary round, Model model) {
        return round.evaluations().get(model).scores().get(0);
    }

    @Test
    void perfectForesightTakesPartOnlyIfThePriceRises() {
        try (StoredMarket market = new StoredMarket(folder)) {
            Backtest backtest = new Backtest(market.run(450), 2, (name, played, total) -> {});
            StrategyResult hold = backtest.run("hold", (query, view) -> Decision.keep("held"));
            StrategyResult foresight = backtest.runPerfectForesight();
            int risen = 0;
            for (int i = 0; i < hold.rounds().size(); i++) {
                var held = hold.rounds().get(i).evaluations().get(Model.V3);
                double gain = held.valueChange() / held.startValue();
                risen += gain > 0 ? 1 : 0;
                // The validator counts only the swaps after the first rebalance, and the position is always in range.
                assertEquals(Math.max(0, gain), score(foresight.rounds().get(i), Model.VALIDATOR), 1e-6);
            }
            assertTrue(risen > 0 && risen < hold.rounds().size(), risen + " rounds");
        }
    }

    @Test
    void meansAndDifferencesCompareEachMeasure() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult result = market.play(450, StoredMarket.CENTERED);
            Map<Measure, Estimate> mine =
                    result.statistics().strategies().get(0).byMeasure();
            Map<Measure, Estimate> hold =
                    result.statistics().strategies().get(1).byMeasure();
            Map<Measure, Estimate> difference =
                    result.statistics().differences().get(0).byMeasure();
            assertEquals(1, result.statistics().differences().size());
            assertEquals("hold", result.statistics().differences().get(0).strategy());
            for (Measure measure : Measure.values()) {
                assertEquals(mine.get(measure), difference.get(measure));
                assertEquals(new Estimate(0, 0, 0, 12, 1), hold.get(measure));
            }
            assertEquals(
                    result.primaryStrategy()
                            .totals()
                            .totalsByModel()
                            .get(Model.VALIDATOR)
                            .aggregate()
                            .scores()
                            .get(0),
                    mine.get(Measure.SCORE).mean());
            assertEquals(
                    result.primaryStrategy()
                            .totals()
                            .totalsByModel()
                            .get(Model.V3)
                            .meanGainOverHoldingPercent(),
                    mine.get(Measure.V3_OVER_HOLD_PERCENT).mean(),
                    1e-15);
        }
    }

    @Test
    void roundsThatOneStrategyLacksAreNotCompared() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult late = market.play(
                    450,
                    (query, view) -> (query.blockNumber() - StoredMarket.FIRST) % 450 < 200
                            ? Decision.keep("later")
                            : StoredMarket.CENTERED.decide(query, view));
            Estimate difference =
                    late.statistics().differences().get(0).byMeasure().get(Measure.SCORE);
            assertTrue(difference.rounds() < 12, difference.toString());
            assertFalse(late.statistics().strategies().get(1).byMeasure().isEmpty());
        }
    }

    @Test
    void modelsThatAreNotEvaluatedHaveNoMeasure() {
        StrategyResult none = new StrategyResult("none", List.of(), null);
        BacktestStatistics statistics = BacktestStatistics.of(List.of(none), Set.of(Model.STRICT), BOOTSTRAP);
        assertEquals(
                Map.of(Measure.STRICT_SCORE, Estimate.NONE),
                statistics.strategies().get(0).byMeasure());
        assertEquals(List.of(), statistics.differences());
    }
}
