package weir.backtest.sweep.result;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.stats.Moments;
import weir.backtest.stats.StationaryBootstrap;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult.RoundScore;

/** Builds results of trials for tests. */
public final class TrialResults {

    private static final StationaryBootstrap BOOTSTRAP = StationaryBootstrap.withAutomaticBlocks(98);

    private TrialResults() {}

    static TrialResult of(Trial trial, RoundCounts counts, double[] scores, double[] gains) {
        return of(trial, 0, counts, scores, gains, FoldScores.NONE);
    }

    static TrialResult of(
            Trial trial, int stage, RoundCounts counts, double[] scores, double[] gains, FoldScores folds) {
        return new TrialResult(
                trial, "", stage, counts, BOOTSTRAP.mean(scores), BOOTSTRAP.mean(gains), Moments.of(scores), folds);
    }

    static TrialResult ofRejected(Trial trial, String reason) {
        return TrialResult.of(trial, 0, ChunkResult.ofRejected(reason), List.of());
    }

    /** Rounds that all ended with a score. */
    public static ChunkResult scored(double... scores) {
        List<RoundScore> rounds = new ArrayList<>();
        for (double score : scores) {
            rounds.add(new RoundScore(Ending.SCORED, 0, score, -score / 7));
        }
        return new ChunkResult("", rounds);
    }
}
