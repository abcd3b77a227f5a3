package weir.comparison;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** The slow strategy as a plugin of the host, which creates an instance per route. */
@StrategyComponent(name = "slow")
@Component(
        service = RebalanceStrategy.class,
        configurationPid = "slow",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RoutedSlowStrategy extends SlowStrategy {

    @Override
    @Deactivate
    void deactivate() {
        super.deactivate();
    }
}
