package weir.quitter;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** Would end the JVM of the host. */
@StrategyComponent(name = "quitter")
@Component(configurationPid = "quitter", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Quitter implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        System.exit(1);
        return null;
    }
}
