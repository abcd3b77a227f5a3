package weir.backtest.experiment;

import java.util.Map;
import weir.strategy.RebalanceStrategy;

/** Creates instances of one strategy in one version. Thread-safe. */
@FunctionalInterface
public interface StrategyFactory {

    /**
     * Creates an instance.
     *
     * @param parameters parameters that differ from the defaults: name to value as text
     * @throws weir.base.WeirException if a parameter is not valid, or the strategy does not start
     */
    StrategyHandle create(Map<String, String> parameters);

    /** An active instance of a strategy. The caller must close it. */
    interface StrategyHandle extends AutoCloseable {

        /** The instance; do not use it after {@link #close}. */
        RebalanceStrategy strategy();

        /** Deactivates the instance. */
        @Override
        void close();
    }
}
