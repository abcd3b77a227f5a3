package weir.embedded;

import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.strategy.RebalanceStrategy;

/** A strategy instance in the embedded framework. Closing it deletes its configuration, which ends the component. */
public final class StrategyInstance implements StrategyHandle {

    private final RebalanceStrategy strategy;
    private final Runnable end;

    public StrategyInstance(RebalanceStrategy strategy, Runnable end) {
        this.strategy = strategy;
        this.end = end;
    }

    @Override
    public RebalanceStrategy strategy() {
        return strategy;
    }

    @Override
    public void close() {
        end.run();
    }
}
