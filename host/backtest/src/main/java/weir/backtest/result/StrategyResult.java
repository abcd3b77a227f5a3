package weir.backtest.result;

import java.util.List;

/**
 * The result of one strategy.
 *
 * @param name name in results: strategy, version and parameters
 * @param rounds all rounds, oldest first
 * @param totals sums and means over the rounds
 */
public record StrategyResult(String name, List<RoundSummary> rounds, BacktestTotals totals) {

    public StrategyResult {
        rounds = List.copyOf(rounds);
    }
}
