package weir.embedded;

import weir.backtest.experiment.StrategyHandle;
import weir.strategy.RebalanceStrategy;

/** An instance of a strategy with its parameters, ours alone until closed. */
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

    /** Takes its configuration away, so that DS ends it. */
    @Override
    public void close() {
        end.run();
    }
}
