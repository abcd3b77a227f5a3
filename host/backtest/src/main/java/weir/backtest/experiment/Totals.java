package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import weir.backtest.experiment.PlayedRound.Ending;

/**
 * Sums over all rounds of a strategy.
 *
 * @param rounds number of rounds by ending
 * @param swaps swaps that the evaluation counts
 * @param uncounted swaps that the validator does not count
 * @param empty rounds without a swap
 * @param rebalances number of rebalances
 * @param fallbacks answers that were replaced by the current positions
 * @param sums sums of the evaluations, by model
 */
public record Totals(
        Map<Ending, Long> rounds,
        long swaps,
        long uncounted,
        long empty,
        long rebalances,
        long fallbacks,
        Map<Model, Sum> sums) {

    /**
     * Sums and means of the rounds that were evaluated; units as in {@link Outcome}.
     *
     * @param rounds number of rounds
     * @param scores mean score by target; NaN if no round has one
     * @param overHoldPercent mean over rounds of {@link Outcome#overHoldPercent}
     * @param inRange mean number of positions in range, over swaps
     * @param loss mean over rounds
     */
    public record Sum(
            long rounds,
            List<Double> scores,
            double fees0,
            double fees1,
            double fees,
            double change0,
            double change1,
            double gain,
            double overHold,
            double overHoldPercent,
            double inRange,
            double loss,
            double gas,
            long unproven) {}

    /** The totals of some rounds. */
    public static Totals of(List<PlayedRound> rounds, List<Model> models) {
        Map<Ending, Long> endings = new EnumMap<>(Ending.class);
        rounds.forEach(round -> endings.merge(round.ending(), 1L, Long::sum));
        Map<Model, Sum> sums = new EnumMap<>(Model.class);
        models.forEach(model -> sums.put(model, sum(rounds, model)));
        return new Totals(
                endings,
                rounds.stream().mapToLong(PlayedRound::swaps).sum(),
                rounds.stream().mapToLong(PlayedRound::uncounted).sum(),
                rounds.stream()
                        .filter(round -> round.swaps() == 0 && round.ending() != Ending.LEFT_OUT)
                        .count(),
                rounds.stream().mapToLong(round -> round.held().size()).sum(),
                rounds.stream().mapToLong(PlayedRound::fallbacks).sum(),
                sums);
    }

    private static Sum sum(List<PlayedRound> rounds, Model model) {
        double[] sums = new double[11];
        long unproven = 0;
        long swaps = 0;
        int evaluated = 0;
        List<List<Double>> scores = new ArrayList<>();
        for (PlayedRound round : rounds) {
            Outcome outcome = round.outcomes().get(model);
            if (outcome == null) {
                continue;
            }
            double[] figures = {
                outcome.fees0(),
                outcome.fees1(),
                outcome.fees(),
                outcome.change0(),
                outcome.change1(),
                outcome.gain(),
                outcome.overHold(),
                outcome.overHoldPercent(),
                outcome.inRange() * round.swaps(),
                outcome.loss(),
                outcome.gas()
            };
            for (int i = 0; i < sums.length; i++) {
                sums[i] += figures[i];
            }
            unproven += outcome.unproven();
            swaps += round.swaps();
            evaluated++;
            scores.add(outcome.scores());
        }
        int n = Math.max(1, evaluated);
        return new Sum(
                evaluated,
                means(scores),
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

    private static List<Double> means(List<List<Double>> scores) {
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
    public long count(Ending ending) {
        return rounds.getOrDefault(ending, 0L);
    }
}
