package weir.twice;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** One of two components with the same strategy name. */
@StrategyComponent(name = "twice")
@Component(configurationPid = "twice", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class First implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return Decision.keep("first");
    }
}
