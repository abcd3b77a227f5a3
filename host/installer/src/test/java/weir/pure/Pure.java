package weir.pure;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** A strategy without permissions. */
@StrategyComponent(name = "pure")
@Component(configurationPid = "pure", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Pure implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return Decision.keep("pure");
    }
}
