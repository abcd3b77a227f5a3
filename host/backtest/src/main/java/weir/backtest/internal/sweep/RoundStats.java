package weir.backtest.internal.sweep;

import java.util.stream.DoubleStream;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.sweep.EndingCounts;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;

/** Collects scores, gains and endings of the rounds of a trial. For one thread. */
public final class RoundStats {

    private final Model rankingModel;
    private final Model valuingModel;
    private final DoubleStream.Builder scores = DoubleStream.builder();
    private final DoubleStream.Builder gainOverHoldingPercent = DoubleStream.builder();
    private int scoredRounds;
    private int roundsWithoutRebalance;
    private int excludedRounds;
    private int roundsWithoutDecision;
    private int failedRounds;
    private int fallbackCount;

    public RoundStats(Model rankingModel, Model valuingModel) {
        this.rankingModel = rankingModel;
        this.valuingModel = valuingModel;
    }

    public void add(RoundSummary round) {
        boolean wasIdle = round.ending() == Ending.IDLE;
        boolean wasOut = round.ending() == Ending.OUT;
        roundsWithoutRebalance += wasIdle ? 1 : 0;
        excludedRounds += wasOut ? 1 : 0;
        roundsWithoutDecision += wasOut || wasIdle && round.fallbackCount() > 0 ? 1 : 0;
        failedRounds += round.ending() == Ending.FAILED ? 1 : 0;
        fallbackCount += round.fallbackCount();
        if (round.isEvaluated()) {
            scoredRounds++;
            scores.add(round.evaluations().get(rankingModel).scores().get(0));
            gainOverHoldingPercent.add(round.evaluations().get(valuingModel).gainOverHoldingPercent());
        }
    }

    public TrialResult toResult(Trial trial) {
        EndingCounts ends = new EndingCounts(
                scoredRounds,
                roundsWithoutRebalance,
                excludedRounds,
                roundsWithoutDecision,
                failedRounds,
                fallbackCount);
        return TrialResult.of(
                trial,
                ends,
                scores.build().toArray(),
                gainOverHoldingPercent.build().toArray());
    }
}
