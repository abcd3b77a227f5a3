package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.StationaryBootstrap;

/**
 * Means over the rounds of a backtest with 95 % intervals.
 *
 * @param seed seed of the bootstrap
 * @param strategies means of each strategy, in the order of the result
 * @param differences means of the backtested strategy minus those of each other strategy, paired by round
 */
public record BacktestStatistics(long seed, List<Estimates> strategies, List<Estimates> differences) {

    /** What is averaged over the rounds. */
    public enum Measure {
        /** Score by the first target in the validator's model, as if all tokens that the answer declares were in the positions. */
        SCORE(Model.VALIDATOR),
        /** The same score, for the tokens that the positions really use. */
        STRICT_SCORE(Model.STRICT),
        /** Gain of a real position over holding, in per cent of the value at the start of the round. */
        V3_OVER_HOLD_PERCENT(Model.V3);

        private final Model model;

        Measure(Model model) {
            this.model = model;
        }

        /** The model that computes it. */
        public Model model() {
            return model;
        }

        private double valueIn(RoundEvaluation evaluation) {
            return this == V3_OVER_HOLD_PERCENT
                    ? evaluation.gainOverHoldingPercent()
                    : evaluation.scores().get(0);
        }
    }

    /**
     * Estimates for one strategy.
     *
     * @param strategy its name; in a difference, the name of the strategy that is subtracted
     * @param byMeasure estimates of the measures whose model the backtest uses
     */
    public record Estimates(String strategy, Map<Measure, Estimate> byMeasure) {}

    public BacktestStatistics {
        strategies = List.copyOf(strategies);
        differences = List.copyOf(differences);
    }

    /**
     * Computes the statistics.
     *
     * @param strategies results over the same rounds, that of the backtested strategy first
     * @param models models of the backtest
     */
    static BacktestStatistics of(List<StrategyResult> strategies, Set<Model> models, StationaryBootstrap bootstrap) {
        List<Estimates> means = new ArrayList<>();
        List<Estimates> differences = new ArrayList<>();
        StrategyResult backtested = strategies.get(0);
        for (StrategyResult strategy : strategies) {
            Map<Measure, Estimate> mean = new EnumMap<>(Measure.class);
            Map<Measure, Estimate> difference = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                if (models.contains(measure.model)) {
                    double[] values = values(strategy, measure);
                    mean.put(measure, bootstrap.mean(values));
                    difference.put(measure, bootstrap.meanDifference(values(backtested, measure), values));
                }
            }
            means.add(new Estimates(strategy.name(), mean));
            if (strategy != backtested) {
                differences.add(new Estimates(strategy.name(), difference));
            }
        }
        return new BacktestStatistics(bootstrap.seed(), means, differences);
    }

    /** One value per round; NaN for a round that was not evaluated. */
    private static double[] values(StrategyResult strategy, Measure measure) {
        return strategy.rounds().stream()
                .map(RoundSummary::evaluations)
                .mapToDouble(byModel ->
                        byModel.containsKey(measure.model) ? measure.valueIn(byModel.get(measure.model)) : Double.NaN)
                .toArray();
    }
}
