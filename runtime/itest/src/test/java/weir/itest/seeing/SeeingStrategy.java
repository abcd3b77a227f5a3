package weir.itest.seeing;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;

/** A strategy whose reason tells what it sees. */
@Component(
        name = "seeing",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        configurationPid = "seeing",
        property = "strategy.name=seeing")
public final class SeeingStrategy implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        List<Swap> swaps = market.swaps(0);
        long newest = swaps.isEmpty() ? -1 : swaps.get(swaps.size() - 1).blockNumber();
        return Decision.keep("sees " + swaps.size() + " swaps up to block " + newest + " of "
                + market.pool().map(pool -> pool.token0().symbol()).orElse("unknown"));
    }
}
