package weir.remembering;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/**
 * A hostile strategy: all instances of its process know the blocks that one of them has seen. It uses system properties, because each
 * instance in a child process has static fields of its own.
 */
@StrategyComponent(name = "sample")
@Component(configurationPid = "sample", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Remembering implements RebalanceStrategy {

    /** Parameters of a route. */
    public @interface Config {
        String word() default "none";
    }

    @Activate
    public Remembering(Config config) {}

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return Decision.keep(
                System.setProperty("remembering." + query.blockNumber(), "seen") == null ? "new" : "remembered");
    }
}
