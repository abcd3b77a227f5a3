package weir.backtest.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import weir.backtest.result.RoundSummary.Ending;

/**
 * Sums and means over all rounds of a strategy.
 *
 * @param roundsByEnding number of rounds by ending
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
     * Sums and means over the evaluated rounds by one model; units as in {@link RoundEvaluation}.
     *
     * @param roundCount number of rounds
     * @param meanScores mean score by target; NaN if no round has one
     * @param meanGainOverHoldingPercent mean over rounds of {@link RoundEvaluation#gainOverHoldingPercent}
     * @param inRangeRatio number of positions in range, as a mean over the swaps
     * @param meanImpermanentLoss mean over rounds of {@link RoundEvaluation#impermanentLoss}
     */
    public record ModelTotals(
            long roundCount,
            List<Double> meanScores,
            double fees0,
            double fees1,
            double feeValue,
            double token0Change,
            double token1Change,
            double valueChange,
            double gainOverHolding,
            double meanGainOverHoldingPercent,
            double inRangeRatio,
            double meanImpermanentLoss,
            double gasCost,
            long unprovenSwaps) {}

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
        double[] sums = new double[11];
        long unproven = 0;
        long swaps = 0;
        int evaluated = 0;
        List<List<Double>> scores = new ArrayList<>();
        for (RoundSummary round : rounds) {
            RoundEvaluation outcome = round.evaluations().get(model);
            if (outcome == null) {
                continue;
            }
            double[] figures = {
                outcome.fees0(),
                outcome.fees1(),
                outcome.feeValue(),
                outcome.token0Change(),
                outcome.token1Change(),
                outcome.valueChange(),
                outcome.gainOverHolding(),
                outcome.gainOverHoldingPercent(),
                outcome.inRangeRatio() * round.swapCount(),
                outcome.impermanentLoss(),
                outcome.gasCost()
            };
            for (int i = 0; i < sums.length; i++) {
                sums[i] += figures[i];
            }
            unproven += outcome.unprovenSwaps();
            swaps += round.swapCount();
            evaluated++;
            scores.add(outcome.scores());
        }
        int n = Math.max(1, evaluated);
        return new ModelTotals(
                evaluated,
                meanScores(scores),
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4],
                sums[5],
                sums[6],
                sums[7] / n,
                sums[8] / Math.max(1, swaps),
                sums[9] / n,
                sums[10],
                unproven);
    }

    private static List<Double> meanScores(List<List<Double>> scores) {
        List<Double> means = new ArrayList<>();
        for (int i = 0; !scores.isEmpty() && i < scores.get(0).size(); i++) {
            int target = i;
            means.add(scores.stream()
                    .mapToDouble(round -> round.get(target))
                    .filter(score -> !Double.isNaN(score))
                    .average()
                    .orElse(Double.NaN));
        }
        return means;
    }

    /** Number of rounds with an ending. */
    public long countRounds(Ending ending) {
        return roundsByEnding.getOrDefault(ending, 0L);
    }
}
