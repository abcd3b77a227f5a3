package weir.backtest.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import weir.backtest.result.RoundSummary.Ending;

/**
 * Sums and means over all rounds of a strategy.
 *
 * @param roundsByEnding number of rounds by the way in which they ended, for example without a rebalance; 0 if a key is missing
 * @param swapCount swaps that the evaluation includes
 * @param uncountedSwaps swaps before the first rebalance of their round, which the validator ignores
 * @param roundsWithoutSwap rounds without a swap
 * @param rebalanceCount number of rebalances
 * @param fallbackCount invalid or failed decisions, which the current positions replaced
 * @param totalsByModel sums and means by model
 */
public record BacktestTotals(
        Map<Ending, Long> roundsByEnding,
        long swapCount,
        long uncountedSwaps,
        long roundsWithoutSwap,
        long rebalanceCount,
        long fallbackCount,
        Map<Model, ModelTotals> totalsByModel) {

    /**
     * Sums and means over the evaluated rounds by one model.
     *
     * @param roundCount number of rounds
     * @param aggregate sums over the rounds, except: scores and impermanent loss are means over the rounds (a mean score is NaN if no
     *     round has one), and the mean number of positions in range is a mean over the swaps of all rounds
     * @param meanGainOverHoldingPercent mean over rounds of {@link RoundEvaluation#gainOverHoldingPercent}
     */
    public record ModelTotals(long roundCount, RoundEvaluation aggregate, double meanGainOverHoldingPercent) {}

    /** Computes the totals of rounds. */
    public static BacktestTotals of(List<RoundSummary> rounds, List<Model> models) {
        Map<Ending, Long> endings = new EnumMap<>(Ending.class);
        rounds.forEach(round -> endings.merge(round.ending(), 1L, Long::sum));
        Map<Model, ModelTotals> sums = new EnumMap<>(Model.class);
        models.forEach(model -> sums.put(model, modelTotals(rounds, model)));
        return new BacktestTotals(
                endings,
                rounds.stream().mapToLong(RoundSummary::swapCount).sum(),
                rounds.stream().mapToLong(RoundSummary::uncountedSwaps).sum(),
                rounds.stream()
                        .filter(round -> round.swapCount() == 0 && round.ending() != Ending.LEFT_OUT)
                        .count(),
                rounds.stream().mapToLong(round -> round.rebalances().size()).sum(),
                rounds.stream().mapToLong(RoundSummary::fallbackCount).sum(),
                sums);
    }

    private static ModelTotals modelTotals(List<RoundSummary> rounds, Model model) {
        List<RoundSummary> evaluated = rounds.stream()
                .filter(round -> round.evaluations().containsKey(model))
                .toList();
        List<RoundEvaluation> evaluations =
                evaluated.stream().map(round -> round.evaluations().get(model)).toList();
        int count = Math.max(1, evaluated.size());
        long swaps = evaluated.stream().mapToLong(RoundSummary::swapCount).sum();
        RoundEvaluation aggregate = new RoundEvaluation(
                meanScores(evaluations),
                sum(evaluations, RoundEvaluation::fees0),
                sum(evaluations, RoundEvaluation::fees1),
                sum(evaluations, RoundEvaluation::feeValue),
                sum(evaluations, RoundEvaluation::token0Change),
                sum(evaluations, RoundEvaluation::token1Change),
                sum(evaluations, RoundEvaluation::valueChange),
                sum(evaluations, RoundEvaluation::gainOverHolding),
                sum(evaluations, RoundEvaluation::startValue),
                sum(evaluations, RoundEvaluation::impermanentLoss) / count,
                sum(evaluated, round -> round.evaluations().get(model).meanPositionsInRange() * round.swapCount())
                        / Math.max(1, swaps),
                sum(evaluations, RoundEvaluation::gasCost),
                evaluations.stream().mapToLong(RoundEvaluation::unprovenSwaps).sum());
        return new ModelTotals(
                evaluated.size(), aggregate, sum(evaluations, RoundEvaluation::gainOverHoldingPercent) / count);
    }

    /** Adds in order. {@code DoubleStream.sum} compensates rounding errors, which would change the last digits. */
    private static <T> double sum(List<T> items, ToDoubleFunction<T> value) {
        double sum = 0;
        for (T item : items) {
            sum += value.applyAsDouble(item);
        }
        return sum;
    }

    private static List<Double> meanScores(List<RoundEvaluation> evaluations) {
        List<Double> means = new ArrayList<>();
        for (int i = 0;
                !evaluations.isEmpty() && i < evaluations.get(0).scores().size();
                i++) {
            int target = i;
            means.add(evaluations.stream()
                    .mapToDouble(evaluation -> evaluation.scores().get(target))
                    .filter(score -> !Double.isNaN(score))
                    .average()
                    .orElse(Double.NaN));
        }
        return means;
    }

    /** Number of rounds that ended in a given way. */
    public long countRounds(Ending ending) {
        return roundsByEnding.getOrDefault(ending, 0L);
    }
}
