package weir.plugins.volatilitywidth;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Market.Observation;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickRange;

/**
 * Holds one position around the price. The width of its range is a number of standard deviations of the price over a horizon,
 * estimated from past prices. When the price comes near an end of the range, a new position with a new width replaces it. Stateless
 * and thread-safe.
 */
@StrategyComponent(name = "volatility-width")
@Component(configurationPid = "volatility-width", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class, factory = true)
public final class VolatilityWidth implements RebalanceStrategy {

    /** A rebalance happens only if the new position is worth more than this fraction of the current ones. */
    private static final double MIN_VALUE_FRACTION = 0.01;

    private final Config config;

    /** @throws IllegalArgumentException if a parameter is out of its range */
    @Activate
    public VolatilityWidth(Config config) {
        this.config = ParameterLimits.validate(config);
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        int tick = query.currentPrice().tick();
        if (query.currentPositions().stream().anyMatch(held -> isWellInside(held, tick))) {
            return Decision.keep("tick " + tick + " is well inside the range");
        }
        int halfWidth = halfWidth(market.prices(query.blockNumber() - config.lookbackBlocks()));
        TickRange range = TickRange.around(tick, halfWidth, query.tickSpacing());
        Inventory deployed = query.inventoryRemaining().part(config.deploy());
        Position position = new Position(range.lower(), range.upper(), deployed.amount0(), deployed.amount1());
        return isTooSmall(position, query)
                ? Decision.keep("too little is left of one token to deploy around tick " + tick)
                : Decision.rebalance(List.of(position), "half width " + halfWidth + " around tick " + tick);
    }

    /** Ticks from the price to each end of a new range. */
    private int halfWidth(List<Observation> prices) {
        if (prices.size() < config.minObservations()) {
            return config.defaultHalfWidth();
        }
        double wanted = config.deviations() * LogReturnVolatility.inTicks(prices, config.horizonBlocks());
        return (int) Math.max(config.minHalfWidth(), Math.min(config.maxHalfWidth(), wanted));
    }

    private boolean isWellInside(Position held, int tick) {
        TickRange range = new TickRange(held.tickLower(), held.tickUpper());
        return range.distanceToEdge(tick) >= config.edge() * range.width();
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
