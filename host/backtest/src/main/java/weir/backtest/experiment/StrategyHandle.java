package weir.backtest.experiment;

import weir.strategy.RebalanceStrategy;

/** A running instance of a strategy, owned by the caller until it is closed. */
public interface StrategyHandle extends AutoCloseable {

    /** The instance; do not use it after {@link #close}. */
    RebalanceStrategy strategy();

    /** Ends the instance. */
    @Override
    void close();
}
