package weir.backtest.internal.sweep;

import java.util.stream.DoubleStream;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.PlayedRound.Ending;
import weir.backtest.sweep.RoundOutcomes;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;

/** Collects scores and endings of the rounds of a trial. For one thread. */
public final class RoundStats {

    private final Model rankingModel;
    private final Model valuingModel;
    private final DoubleStream.Builder scores = DoubleStream.builder();
    private final DoubleStream.Builder overHold = DoubleStream.builder();
    private int rounds;
    private int idle;
    private int out;
    private int lost;
    private int failed;
    private int fallbacks;

    public RoundStats(Model rankingModel, Model valuingModel) {
        this.rankingModel = rankingModel;
        this.valuingModel = valuingModel;
    }

    public void add(PlayedRound round) {
        boolean wasIdle = round.ending() == Ending.IDLE;
        boolean wasOut = round.ending() == Ending.OUT;
        idle += wasIdle ? 1 : 0;
        out += wasOut ? 1 : 0;
        lost += wasOut || wasIdle && round.fallbacks() > 0 ? 1 : 0;
        failed += round.ending() == Ending.FAILED ? 1 : 0;
        fallbacks += round.fallbacks();
        if (round.evaluated()) {
            rounds++;
            scores.add(round.outcomes().get(rankingModel).scores().get(0));
            overHold.add(round.outcomes().get(valuingModel).overHoldPercent());
        }
    }

    public TrialResult result(Trial trial) {
        RoundOutcomes ends = new RoundOutcomes(rounds, idle, out, lost, failed, fallbacks);
        return TrialResult.of(
                trial, ends, scores.build().toArray(), overHold.build().toArray());
    }
}
