package weir.plugins.hold;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** Always keeps the current positions. Stateless. */
@StrategyComponent(name = "hold")
@Component(configurationPid = "hold", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Hold implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return Decision.keep("hold keeps the current positions");
    }
}
