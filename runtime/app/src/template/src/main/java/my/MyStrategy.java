package my;

import java.util.List;
import org.osgi.service.component.annotations.*;
import weir.strategy.*;
import weir.uniswap.v3.TickRange;

@StrategyComponent(name = "my-strategy")
@Component(configurationPid = "my-strategy", configurationPolicy = ConfigurationPolicy.REQUIRE)
public class MyStrategy implements RebalanceStrategy {

    public @interface Config {
        int halfWidth() default 3000;
    }

    private final int halfWidth;

    @Activate
    public MyStrategy(Config config) {
        halfWidth = config.halfWidth();
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        if (!query.currentPositions().isEmpty()) {
            return Decision.keep("one range a round is enough");
        }
        TickRange range = TickRange.around(query.currentPrice().tick(), halfWidth, query.tickSpacing());
        Inventory deployed = query.inventoryRemaining().part(0.2);
        return Decision.rebalance(
                List.of(new Position(range.lower(), range.upper(), deployed.amount0(), deployed.amount1())),
                "a fifth of the inventory around the price");
    }
}
