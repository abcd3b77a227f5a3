package weir.plugins.rangefollower;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickRange;

/**
 * Holds one position around the price, and replaces it when the price comes near an end of its range. The tokens of a burned
 * position do not return to the inventory within the round, so each rebalance deploys only a fraction of it. Stateless and
 * thread-safe.
 */
@StrategyComponent(name = "range-follower")
@Component(configurationPid = "range-follower", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RangeFollower.Config.class, factory = true)
public final class RangeFollower implements RebalanceStrategy {

    /** The parameters of a route. */
    @ObjectClassDefinition(name = "Range follower", description = "One range around the price")
    public @interface Config {
        @AttributeDefinition(
                min = "1",
                max = "443636",
                description = "Ticks from the price to either end of a new range")
        int halfWidth() default 2000;

        @AttributeDefinition(
                min = "0",
                max = "0.5",
                description = "Rebalance when the price is nearer to an end than this fraction of the width")
        double edge() default 0.2;

        @AttributeDefinition(
                min = "0.001",
                max = "1",
                description = "Fraction of the remaining inventory that a rebalance deploys")
        double deploy() default 0.5;
    }

    /** A rebalance happens only if the new position is worth more than this fraction of the current ones. */
    private static final double MIN_VALUE_FRACTION = 0.01;

    private final int halfWidth;
    private final double edgeFraction;
    private final double deployFraction;

    /** @throws IllegalArgumentException if a parameter is out of its range */
    @Activate
    public RangeFollower(Config config) {
        halfWidth = (int) requireInRange("halfWidth", config.halfWidth(), 1, 443_636);
        edgeFraction = requireInRange("edge", config.edge(), 0, 0.5);
        deployFraction = requireInRange("deploy", config.deploy(), 0.001, 1);
    }

    private static double requireInRange(String parameter, double value, double min, double max) {
        if (value >= min && value <= max) {
            return value;
        }
        throw new IllegalArgumentException(
                "range-follower: parameter " + parameter + " = " + value + " is outside " + min + " to " + max);
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        int tick = query.currentPrice().tick();
        if (query.currentPositions().stream().anyMatch(held -> isWellInside(held, tick))) {
            return Decision.keep("tick " + tick + " is well inside the range");
        }
        TickRange range = TickRange.around(tick, halfWidth, query.tickSpacing());
        Inventory deployed = query.inventoryRemaining().part(deployFraction);
        Position position = new Position(range.lower(), range.upper(), deployed.amount0(), deployed.amount1());
        return isTooSmall(position, query)
                ? Decision.keep("too little is left of one token to deploy around tick " + tick)
                : Decision.rebalance(List.of(position), "re-centred at tick " + tick);
    }

    private boolean isWellInside(Position held, int tick) {
        TickRange range = new TickRange(held.tickLower(), held.tickUpper());
        return range.distanceToEdge(tick) >= edgeFraction * range.width();
    }

    /** Whether a rebalance would burn far more than it deploys. */
    private static boolean isTooSmall(Position wanted, RebalanceQuery query) {
        Price price = query.currentPrice();
        double held = query.currentPositions().stream()
                .mapToDouble(position -> value(position, price))
                .sum();
        return value(wanted, price) <= MIN_VALUE_FRACTION * held;
    }

    /** Value in token1 of the amounts that a position uses at a price. */
    private static double value(Position of, Price price) {
        PositionAmounts used = LiquidityAmounts.getUsedAmounts(
                price.sqrtPriceX96(), of.tickLower(), of.tickUpper(), of.allocation0(), of.allocation1());
        return used.amount0().doubleValue() * price.ratio() + used.amount1().doubleValue();
    }
}
