package weir.cli.backtest;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.walkforward.Chunk;
import weir.backtest.walkforward.Stage;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyRunner;
import weir.isolation.Level;
import weir.launcher.Assembly;
import weir.launcher.Home;

/**
 * The expected cost of a sweep.
 *
 * @param stages its stages
 * @param sampledRounds rounds that were played to measure the cost
 * @param secondsPerRound CPU time of one round of a trial, with its share of the child process if the strategy has one
 */
record SweepEstimate(List<Stage> stages, int sampledRounds, double secondsPerRound) {

    private static final int SAMPLED_ROUNDS = 96;

    /**
     * Plays the first trial over the last rounds of the period, once to compile the code and once to measure. A strategy in a child
     * process plays in a group, as in the sweep, and the time that passes is measured, because this process does not see the other's.
     */
    static SweepEstimate measure(SweepPlan plan, Shard shard, PackagedStrategy jar, Assembly assembly, Home home) {
        List<Trial> trials = shard.of(plan.trials());
        int rounds = (int) plan.backtest().roundCount();
        int sampled = Math.min(rounds, SAMPLED_ROUNDS);
        Chunk sample = new Chunk(rounds - sampled, sampled);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (StrategyRunner strategies = StrategyRunners.of(home, assembly)) {
            StrategyFactory factory = strategies.factory(jar);
            TrialRunner runner = new TrialRunner(plan.backtest(), factory);
            boolean isInProcess = strategies.placement(jar).level() == Level.HOST;
            List<Trial> played = trials.subList(0, Math.min(trials.size(), isInProcess ? 1 : factory.groupSize()));
            LongSupplier clock = isInProcess ? threads::getCurrentThreadCpuTime : System::nanoTime;
            runner.play(played, sample);
            long start = clock.getAsLong();
            runner.play(played, sample);
            double seconds = (clock.getAsLong() - start) / 1e9;
            return new SweepEstimate(
                    plan.schedule().stages(rounds, trials.size()), sampled, seconds / sampled / played.size());
        }
    }

    /** Rounds of all trials in all stages. */
    long rounds() {
        return stages.stream()
                .mapToLong(stage -> stage.trials() * stage.rounds())
                .sum();
    }

    double coreHours() {
        return rounds() * secondsPerRound / 3_600;
    }

    /** @param cores cores of this machine */
    String text(int cores) {
        StringBuilder text = new StringBuilder();
        for (Stage stage : stages) {
            text.append(String.format(
                    Locale.ROOT,
                    "stage %d: %,d trials of %,d rounds%n",
                    stage.number() + 1,
                    stage.trials(),
                    stage.rounds()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%,d rounds at %.2f ms of CPU time, measured over %d rounds: about %.2f core-hours%n"
                                + "about %.0f min on %d cores; divide the core-hours by the cores of a cluster%n",
                        rounds(),
                        1e3 * secondsPerRound,
                        sampledRounds,
                        coreHours(),
                        Math.ceil(60 * coreHours() / cores),
                        cores))
                .toString();
    }
}
