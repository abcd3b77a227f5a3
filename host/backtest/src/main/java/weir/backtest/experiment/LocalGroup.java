package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.backtest.experiment.StrategyFactory.InstanceGroup;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.backtest.replay.StrategyGroup;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** Instances of a factory that are asked one after the other. */
final class LocalGroup implements InstanceGroup {

    private final StrategyFactory factory;
    private final List<StrategyHandle> handles = new ArrayList<>();
    private final List<RebalanceStrategy> strategies = new ArrayList<>();
    private final StrategyGroup group = StrategyGroup.of(strategies);

    LocalGroup(StrategyFactory factory) {
        this.factory = factory;
    }

    @Override
    public int add(Map<String, String> parameters) {
        StrategyHandle handle = factory.create(parameters);
        handles.add(handle);
        strategies.add(handle.strategy());
        return strategies.size() - 1;
    }

    @Override
    public List<Answer> decide(List<Integer> members, List<RebalanceQuery> queries, Market market) {
        return group.decide(members, queries, market);
    }

    @Override
    public void close() {
        handles.forEach(StrategyHandle::close);
    }
}
