package weir.cli.sweep;

import java.util.stream.DoubleStream;
import weir.backtest.sweep.RoundEnds;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;
import weir.cli.backtest.Model;
import weir.cli.backtest.PlayedRound;
import weir.cli.backtest.PlayedRound.Verdict;

/** Figures of a trial's rounds, and how they ended. One thread. */
final class Tally {

    private final Model ranking;
    private final Model valuing;
    private final DoubleStream.Builder scores = DoubleStream.builder();
    private final DoubleStream.Builder overHold = DoubleStream.builder();
    private int rounds;
    private int idle;
    private int out;
    private int lost;
    private int failed;
    private int fallbacks;

    Tally(Model ranking, Model valuing) {
        this.ranking = ranking;
        this.valuing = valuing;
    }

    void add(PlayedRound round) {
        boolean wasIdle = round.verdict() == Verdict.IDLE;
        boolean wasOut = round.verdict() == Verdict.OUT;
        idle += wasIdle ? 1 : 0;
        out += wasOut ? 1 : 0;
        lost += wasOut || wasIdle && round.fallbacks() > 0 ? 1 : 0;
        failed += round.verdict() == Verdict.FAILED ? 1 : 0;
        fallbacks += round.fallbacks();
        if (round.evaluated()) {
            rounds++;
            scores.add(round.outcomes().get(ranking).scores().get(0));
            overHold.add(round.outcomes().get(valuing).overHoldPercent());
        }
    }

    TrialResult result(Trial trial) {
        RoundEnds ends = new RoundEnds(rounds, idle, out, lost, failed, fallbacks);
        return TrialResult.of(
                trial, ends, scores.build().toArray(), overHold.build().toArray());
    }
}
