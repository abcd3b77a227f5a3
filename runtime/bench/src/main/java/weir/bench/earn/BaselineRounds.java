package weir.bench.earn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weir.backtest.Swaps;
import weir.backtest.experiment.RoundEvaluator;
import weir.backtest.experiment.StoredPool;
import weir.backtest.replay.RoundReplay;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Rebalance;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.VaultPosition;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.history.pool.PoolMetadata;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/**
 * Rounds at whose start the vault holds a position of 2000 ticks to each side of the price with half of its tokens. The validator compares
 * with keeping it.
 */
final class BaselineRounds {

    private static final int HALF_WIDTH = 2000;
    /** Earlier swaps that strategies see. */
    private static final int VISIBLE_SWAPS = 1_000;

    private static final ScoringTarget TARGET = ScoringTargets.byName(ScoringTargets.VALIDATOR_BASELINE);

    private final PoolMetadata pool;
    private final Swaps swaps;
    private final long first;
    private final long last;
    private final Runnable onRoundEnd;

    /** @param onRoundEnd called after each round */
    BaselineRounds(EarnPool pool, Runnable onRoundEnd) {
        this.onRoundEnd = onRoundEnd;
        this.pool = pool.metadata();
        this.swaps = pool.swaps();
        this.first = pool.rounds().first();
        this.last = pool.rounds().last();
    }

    /**
     * One round.
     *
     * @param score declared allocations
     * @param strict allocations reduced to the tokens that positions use
     * @param v3 gain of a real position over holding, per cent
     * @param deployed value of the deployed tokens as a fraction of the inventory in the first query; 0 without a rebalance
     * @param hasChangedOnce whether there was one rebalance, at the first query
     */
    record Result(double score, double strict, double v3, double deployed, boolean hasChangedOnce) {

        private static final Result NONE = new Result(Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);

        boolean isEvaluated() {
            return !Double.isNaN(score);
        }
    }

    List<Result> run(RebalanceStrategy strategy) {
        List<Result> results = new ArrayList<>();
        for (long begin = first; begin + EarnPool.ROUND_BLOCKS - 1 <= last; begin += EarnPool.ROUND_BLOCKS) {
            results.add(run(strategy, begin));
            onRoundEnd.run();
        }
        return results;
    }

    private Result run(RebalanceStrategy strategy, long begin) {
        long end = begin + EarnPool.ROUND_BLOCKS - 1;
        int to = swaps.countThrough(end);
        int from = Math.max(0, swaps.countThrough(begin - 1) - VISIBLE_SWAPS);
        Swaps visible = Swaps.builder(to - from).add(swaps, from, to).build();
        RoundPlan.PlannedRound bare =
                plan(Inventory.NONE, List.of()).planRound(visible, begin).orElse(null);
        if (bare == null) {
            return Result.NONE;
        }
        Price price = visible.price(visible.countThrough(bare.round().startBlock()) - 1);
        Inventory total = StoredPool.defaultInventory(pool, price);
        VaultPosition held = positionOf(total.part(0.5), price);
        Position amounts = held.at(price.sqrtPriceX96());
        Inventory idle = new Inventory(
                total.amount0().subtract(amounts.allocation0()), total.amount1().subtract(amounts.allocation1()));
        RoundPlan.PlannedRound planned =
                plan(idle, List.of(held)).planRound(visible, begin).orElseThrow();
        RoundSummary summary = new RoundEvaluator(
                        pool,
                        List.of(TARGET),
                        Set.of(Model.values()),
                        GasCosts.ZERO,
                        PoolFees.withoutStaking(pool.feePips()))
                .evaluate(
                        begin,
                        end,
                        new RoundReplay(visible, TARGET).run(planned.round(), planned.endBlock(), strategy),
                        visible);
        return summary.isEvaluated() ? result(summary, idle, price) : Result.NONE;
    }

    private RoundPlan plan(Inventory inventory, List<VaultPosition> positions) {
        RoundPlan plan = RoundPlan.of(pool, inventory, EarnPool.ROUND_BLOCKS);
        return new RoundPlan(plan.template(), EarnPool.ROUND_BLOCKS, positions);
    }

    private VaultPosition positionOf(Inventory tokens, Price price) {
        TickRange range = TickRange.around(price.tick(), HALF_WIDTH, pool.tickSpacing());
        return new VaultPosition(
                range,
                LiquidityAmounts.maxLiquidityForAmounts(
                        price.sqrtPriceX96(),
                        TickMath.getSqrtRatioAtTick(range.lower()),
                        TickMath.getSqrtRatioAtTick(range.upper()),
                        tokens.amount0(),
                        tokens.amount1()));
    }

    private Result result(RoundSummary summary, Inventory inventory, Price price) {
        double used = 0;
        for (Rebalance rebalance : summary.rebalances()) {
            for (Position position : rebalance.positions()) {
                PositionAmounts amounts = LiquidityAmounts.getUsedAmounts(
                        price.sqrtPriceX96(),
                        position.tickLower(),
                        position.tickUpper(),
                        position.allocation0(),
                        position.allocation1());
                used += pool.value(amounts.amount0(), amounts.amount1(), price.sqrtPriceX96());
            }
        }
        return new Result(
                summary.evaluations().get(Model.VALIDATOR).scores().get(0),
                summary.evaluations().get(Model.STRICT).scores().get(0),
                summary.evaluations().get(Model.V3).gainOverHoldingPercent(),
                used / pool.value(inventory.amount0(), inventory.amount1(), price.sqrtPriceX96()),
                summary.rebalances().size() == 1 && summary.rebalances().get(0).block() == summary.startBlock());
    }
}
