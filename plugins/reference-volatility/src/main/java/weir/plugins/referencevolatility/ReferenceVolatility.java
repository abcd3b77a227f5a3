package weir.plugins.referencevolatility;

import java.math.BigInteger;
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
import weir.strategy.StatefulStrategy;
import weir.strategy.StrategyComponent;
import weir.uniswap.v3.TickMath;

/**
 * Decides as the subnet's volatility miner ({@code miner/volatility_miner.py} of forever-money) with a vault and its default settings, so
 * that backtests compare with it. It holds one range with all of the inventory. Half of its width is three times the standard deviation of
 * recent changes of the tick, but at least ten tick spacings, which is almost always more. It moves the range at the first query of a
 * round, and when the price is within a fifth of the width from an edge. Only the first of several positions counts. Its state is the ticks
 * of recent queries. Thread-safe.
 */
@StrategyComponent(name = "reference-volatility")
@Component(
        service = RebalanceStrategy.class,
        configurationPid = "reference-volatility",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ReferenceVolatility implements StatefulStrategy {

    private static final double WIDTH_FACTOR = 3;
    private static final int MIN_HALF_WIDTH_SPACINGS = 10;
    private static final double EDGE = 0.2;
    /** Amounts of a token up to this one do not count as inventory, raw units. */
    private static final BigInteger DUST = BigInteger.valueOf(10_000);

    private static final double LOG_OF_A_TICK = StrictMath.log(1.0001);

    private final RecentTicks recent = new RecentTicks();

    @Override
    public synchronized Decision decide(RebalanceQuery query, Market market) {
        int tick = tick(query.currentPrice());
        recent.add(tick);
        List<Position> held = query.currentPositions();
        if (!held.isEmpty() && query.rebalancesSoFar() > 0 && !isNearEdge(held.get(0), tick)) {
            return Decision.keep("tick " + tick + " is not near an edge");
        }
        recent.add(tick); // the reference miner counts the tick of a move twice
        double volatility = recent.volatility();
        if (!Double.isFinite(volatility)) {
            return Decision.keep("the reference miner would fail, because it divides by a recent tick that is 0");
        }
        Position position = position(query, tick, volatility);
        return position.tickLower() < TickMath.MIN_TICK || position.tickUpper() > TickMath.MAX_TICK
                ? Decision.keep("the reference miner would choose [" + position.tickLower() + ", "
                        + position.tickUpper() + "], which lies outside the ticks of a pool")
                : Decision.rebalance(List.of(position), reason(query, tick));
    }

    private static String reason(RebalanceQuery query, int tick) {
        Inventory all = query.inventoryRemaining();
        return isMoreThanDust(all.amount0()) == isMoreThanDust(all.amount1())
                ? "new range around tick " + tick
                : "new range beside tick " + tick
                        + "; like the reference miner's, it needs the missing token and uses nothing";
    }

    private static boolean isMoreThanDust(BigInteger amount) {
        return amount.compareTo(DUST) > 0;
    }

    /** The new range. If only one token is left, it lies beside the price, on the side where it needs the other one. */
    private static Position position(RebalanceQuery query, int tick, double volatility) {
        int spacing = query.tickSpacing();
        int center = Math.floorDiv(tick, spacing) * spacing;
        double halfWidth = Math.max(WIDTH_FACTOR * volatility, (double) MIN_HALF_WIDTH_SPACINGS * spacing);
        Inventory all = query.inventoryRemaining();
        boolean hasToken0 = isMoreThanDust(all.amount0());
        boolean hasToken1 = isMoreThanDust(all.amount1());
        int lower;
        int upper;
        if (hasToken0 == hasToken1) {
            lower = snap(center - halfWidth, spacing);
            upper = snap(center + halfWidth, spacing);
        } else if (hasToken1) {
            lower = center + spacing;
            upper = snap(lower + 2 * halfWidth, spacing);
        } else {
            upper = center - spacing;
            lower = snap(upper - 2 * halfWidth, spacing);
        }
        return new Position(lower, upper, all.amount0(), all.amount1());
    }

    /** Computes the tick in doubles, cut towards zero, as the reference miner does: below 0, often one more than the exact tick. */
    private static int tick(Price price) {
        return (int) (2 * StrictMath.log(Math.scalb(price.sqrtPriceX96().doubleValue(), -96)) / LOG_OF_A_TICK);
    }

    private static boolean isNearEdge(Position position, int tick) {
        double margin = EDGE * (position.tickUpper() - position.tickLower());
        return tick < position.tickLower() + margin || tick > position.tickUpper() - margin;
    }

    private static int snap(double tick, int spacing) {
        return Math.floorDiv((int) tick, spacing) * spacing;
    }

    @Override
    public synchronized byte[] saveState() {
        return recent.toBytes();
    }

    @Override
    public synchronized void restoreState(byte[] state) {
        recent.restore(state);
    }
}
