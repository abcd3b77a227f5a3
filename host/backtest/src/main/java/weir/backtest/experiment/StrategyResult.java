package weir.backtest.experiment;

import java.util.List;

/**
 * What one strategy achieved in a period.
 *
 * @param name its name in results: strategy, version, parameters
 * @param rounds every round, in order
 * @param totals sums and means over the rounds
 */
public record StrategyResult(String name, List<RoundSummary> rounds, BacktestTotals totals) {

    public StrategyResult {
        rounds = List.copyOf(rounds);
    }
}
