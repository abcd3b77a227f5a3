package weir.backtest.experiment;

import java.util.Map;

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
}
