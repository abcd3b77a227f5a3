package weir.threads;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** Needs the permission {@code threads}. */
@StrategyComponent(name = "threads")
@Component(configurationPid = "threads", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ThreadStrategy implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        new Thread(() -> {}).start();
        return Decision.keep("threads");
    }
}
