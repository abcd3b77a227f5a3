package weir.naive;

import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** How swapping is written in an afternoon: a reference that DS rebinds. It is what {@code NaiveSwapsTest} measures ours against. */
@Component
public final class Miner implements Function<RebalanceQuery, Decision> {

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile RebalanceStrategy strategy;

    @Override
    public Decision apply(RebalanceQuery query) {
        return strategy.decide(query, null);
    }
}
