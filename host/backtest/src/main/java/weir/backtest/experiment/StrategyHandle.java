package weir.backtest.experiment;

import weir.strategy.RebalanceStrategy;

/** An active instance of a strategy. The caller must close it. */
public interface StrategyHandle extends AutoCloseable {

    /** The instance; do not use it after {@link #close}. */
    RebalanceStrategy strategy();

    /** Deactivates the instance. */
    @Override
    void close();
}
