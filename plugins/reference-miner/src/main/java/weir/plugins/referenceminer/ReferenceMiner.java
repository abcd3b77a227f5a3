package weir.plugins.referenceminer;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;
import weir.uniswap.v3.TickMath;

/**
 * Decides tick for tick as the subnet's reference miner ({@code miner/miner.py} of forever-money, state of March 2026), so that
 * backtests compare with what most miners run. It holds one range of 2000 ticks to each side of the price with all of the inventory, and
 * moves it when the price is within a fifth of the width from an edge. Only the first of several positions counts. Stateless and
 * thread-safe.
 */
@StrategyComponent(name = "reference-miner")
@Component(configurationPid = "reference-miner", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ReferenceMiner implements RebalanceStrategy {

    private static final int HALF_WIDTH = 2000;
    private static final double EDGE = 0.2;
    private static final double LOG_OF_A_TICK = StrictMath.log(1.0001);

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        int tick = tick(query.currentPrice());
        List<Position> held = query.currentPositions();
        if (!held.isEmpty() && !isNearEdge(held.get(0), tick)) {
            return Decision.keep("tick " + tick + " is not near an edge");
        }
        int spacing = query.tickSpacing();
        int center = snap(tick, spacing);
        int lower = snap(center - HALF_WIDTH, spacing);
        int upper = snap(center + HALF_WIDTH, spacing);
        if (lower < TickMath.MIN_TICK || upper > TickMath.MAX_TICK) {
            return Decision.keep("the reference miner would choose [" + lower + ", " + upper
                    + "], which lies outside the ticks of a pool");
        }
        Inventory all = query.inventoryRemaining();
        return Decision.rebalance(
                List.of(new Position(lower, upper, all.amount0(), all.amount1())), "new range around tick " + tick);
    }

    /** Computes the tick in doubles, cut towards zero, as the reference miner does: below 0, often one more than the exact tick. */
    private static int tick(Price price) {
        return (int) (2 * StrictMath.log(Math.scalb(price.sqrtPriceX96().doubleValue(), -96)) / LOG_OF_A_TICK);
    }

    private static boolean isNearEdge(Position position, int tick) {
        double margin = EDGE * (position.tickUpper() - position.tickLower());
        return tick < position.tickLower() + margin || tick > position.tickUpper() - margin;
    }

    private static int snap(int tick, int spacing) {
        return Math.floorDiv(tick, spacing) * spacing;
    }
}
