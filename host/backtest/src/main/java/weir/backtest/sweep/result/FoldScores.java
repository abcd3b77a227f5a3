package weir.backtest.sweep.result;

import java.util.Arrays;
import java.util.List;
import weir.backtest.walkforward.Chunk;
import weir.backtest.walkforward.Folds.Fold;

/**
 * Mean scores of a trial in each walk-forward fold, oldest first.
 *
 * @param train means of the training rounds; NaN without a score
 * @param test means of the test rounds; NaN without a score
 */
public record FoldScores(List<Double> train, List<Double> test) {

    /** Without folds. */
    public static final FoldScores NONE = new FoldScores(List.of(), List.of());

    public FoldScores {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** @param scores one score per round of the period; NaN for a round without a score */
    static FoldScores of(double[] scores, List<Fold> folds) {
        return new FoldScores(
                folds.stream().map(fold -> mean(scores, fold.train())).toList(),
                folds.stream().map(fold -> mean(scores, fold.test())).toList());
    }

    private static double mean(double[] scores, Chunk rounds) {
        return Arrays.stream(scores, rounds.firstRound(), rounds.end())
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** Mean of the training means; NaN without folds or scores. */
    public double meanTrain() {
        return train.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
