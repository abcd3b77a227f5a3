package weir.rounds.internal.score;

import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.TickMath;

/**
 * The baseline {@code reference-miner}: the formulas of the subnet's reference miner. The plugin of this name decides the same, and a
 * test compares them. The host cannot use the plugin, because its classes are invisible and the user may have deleted it. Stateless.
 */
final class ReferenceBaseline implements RebalanceStrategy {

    private static final int HALF_WIDTH = 2000;
    private static final double EDGE = 0.2;
    private static final double LOG_OF_A_TICK = StrictMath.log(1.0001);

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        int tick = tick(query.currentPrice());
        List<Position> held = query.currentPositions();
        if (!held.isEmpty() && !isNearEdge(held.get(0), tick)) {
            return Decision.keep("not near an edge");
        }
        int spacing = query.tickSpacing();
        int center = snap(tick, spacing);
        int lower = snap(center - HALF_WIDTH, spacing);
        int upper = snap(center + HALF_WIDTH, spacing);
        if (lower < TickMath.MIN_TICK || upper > TickMath.MAX_TICK) {
            return Decision.keep("the range lies outside the ticks of a pool");
        }
        Inventory all = query.inventoryRemaining();
        return Decision.rebalance(List.of(new Position(lower, upper, all.amount0(), all.amount1())), "near an edge");
    }

    /** The tick in doubles, cut towards zero: below 0, often one more than the exact tick. */
    static int tick(Price price) {
        return (int) (2 * StrictMath.log(Math.scalb(price.sqrtPriceX96().doubleValue(), -96)) / LOG_OF_A_TICK);
    }

    /** Whether a tick lies outside a position, or within a fifth of its width from an edge. */
    static boolean isNearEdge(Position position, int tick) {
        double margin = EDGE * (position.tickUpper() - position.tickLower());
        return tick < position.tickLower() + margin || tick > position.tickUpper() - margin;
    }

    /** The next multiple of the tick spacing at or below a tick. */
    static int snap(int tick, int spacing) {
        return Math.floorDiv(tick, spacing) * spacing;
    }
}
