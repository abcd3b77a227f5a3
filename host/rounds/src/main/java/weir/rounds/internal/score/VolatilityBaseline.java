package weir.rounds.internal.score;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.TickMath;

/**
 * The baseline {@code reference-volatility}: the formulas of the subnet's volatility miner, as in the plugin of this name, see {@link
 * ReferenceBaseline}. The miner remembers the last ten ticks of all rounds, and the baseline those of one round; with fewer than ten, the
 * volatility is 0. For one round and one thread.
 */
final class VolatilityBaseline implements RebalanceStrategy {

    private static final int TICKS = 10;
    private static final double WIDTH_FACTOR = 3;
    private static final int MIN_HALF_WIDTH_SPACINGS = 10;
    /** Amounts of a token up to this one do not count as inventory, raw units. */
    private static final BigInteger DUST = BigInteger.valueOf(10_000);

    private final List<Integer> ticks = new ArrayList<>();

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        int tick = ReferenceBaseline.tick(query.currentPrice());
        ticks.add(tick);
        List<Position> held = query.currentPositions();
        if (!held.isEmpty() && query.rebalancesSoFar() > 0 && !ReferenceBaseline.isNearEdge(held.get(0), tick)) {
            return Decision.keep("not near an edge");
        }
        ticks.add(tick); // the miner counts the tick of a move twice
        double volatility = volatility();
        if (!Double.isFinite(volatility)) {
            return Decision.keep("the miner would fail, because it divides by a tick that is 0");
        }
        Position position = position(query, tick, volatility);
        return position.tickLower() < TickMath.MIN_TICK || position.tickUpper() > TickMath.MAX_TICK
                ? Decision.keep("the range lies outside the ticks of a pool")
                : Decision.rebalance(List.of(position), "new round, or near an edge");
    }

    /** Population standard deviation of the relative changes between the last ten ticks. */
    private double volatility() {
        if (ticks.size() < TICKS) {
            return 0;
        }
        List<Integer> last = ticks.subList(ticks.size() - TICKS, ticks.size());
        double[] changes = new double[TICKS - 1];
        double sum = 0;
        for (int i = 0; i < changes.length; i++) {
            double previous = last.get(i);
            changes[i] = (last.get(i + 1) - previous) / previous;
            sum += changes[i];
        }
        double mean = sum / changes.length;
        double squares = 0;
        for (double change : changes) {
            squares += (change - mean) * (change - mean);
        }
        return Math.sqrt(squares / changes.length);
    }

    /** If only one token is left, the range lies beside the price, on the side where it needs the other one. */
    private static Position position(RebalanceQuery query, int tick, double volatility) {
        int spacing = query.tickSpacing();
        int center = ReferenceBaseline.snap(tick, spacing);
        double halfWidth = Math.max(WIDTH_FACTOR * volatility, (double) MIN_HALF_WIDTH_SPACINGS * spacing);
        Inventory all = query.inventoryRemaining();
        boolean hasToken0 = all.amount0().compareTo(DUST) > 0;
        boolean hasToken1 = all.amount1().compareTo(DUST) > 0;
        int lower = ReferenceBaseline.snap((int) (center - halfWidth), spacing);
        int upper = ReferenceBaseline.snap((int) (center + halfWidth), spacing);
        if (hasToken1 && !hasToken0) {
            lower = center + spacing;
            upper = ReferenceBaseline.snap((int) (lower + 2 * halfWidth), spacing);
        } else if (hasToken0 && !hasToken1) {
            upper = center - spacing;
            lower = ReferenceBaseline.snap((int) (upper - 2 * halfWidth), spacing);
        }
        return new Position(lower, upper, all.amount0(), all.amount1());
    }
}
