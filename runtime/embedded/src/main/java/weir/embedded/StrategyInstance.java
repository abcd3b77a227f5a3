package weir.embedded;

import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.strategy.RebalanceStrategy;

/**
 * A strategy instance in the embedded framework. Closing it deletes its configuration, which ends the component.
 *
 * @param end called by {@link #close}
 */
public record StrategyInstance(RebalanceStrategy strategy, Runnable end) implements StrategyHandle {

    @Override
    public void close() {
        end.run();
    }
}
