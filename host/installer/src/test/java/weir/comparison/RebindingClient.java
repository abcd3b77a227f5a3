package weir.comparison;

import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** Calls a strategy by a dynamic reference that Declarative Services rebinds. */
@Component
public final class RebindingClient implements Function<RebalanceQuery, Decision> {

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
