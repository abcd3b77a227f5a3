package weir.cli.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weir.backtest.sweep.LocalEngine;
import weir.backtest.sweep.Sweep;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult.Reference;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.walkforward.Schedule;
import weir.base.Sha256;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyRunner;

/**
 * Plays the reference miners over the rounds of a sweep. They are the trials of a sweep of their own, with its own result file, so they play
 * once even if the command is repeated.
 *
 * @param plan the sweep
 * @param strategies the reference miners
 * @param folder directory of result files
 * @param identity identity of the sweep
 * @param fresh whether to ignore stored results
 */
record SweepReferences(SweepPlan plan, List<PackagedStrategy> strategies, Path folder, String identity, boolean fresh) {

    /**
     * Plays those whose results are not stored, on this machine.
     *
     * @param runner creates the instances
     * @param workers number of threads
     */
    List<Reference> play(StrategyRunner runner, int workers, Sweep.Progress progress)
            throws IOException, InterruptedException {
        List<Trial> trials = IntStream.range(0, strategies.size())
                .mapToObj(index -> new Trial(index, Map.of()))
                .toList();
        List<TrialRunner> players = strategies.stream()
                .map(strategy -> new TrialRunner(plan.backtest(), runner.factory(strategy)))
                .toList();
        LocalEngine engine = new LocalEngine(
                workers, 1, (group, chunk, rounds) -> players.get(group.get(0).index())
                        .play(group, chunk, rounds));
        Sweep sweep = new Sweep(
                engine, Schedule.ALL_ROUNDS.stages((int) plan.backtest().roundCount(), trials.size()), plan.folds());
        String own = ownIdentity();
        Files.createDirectories(folder);
        try (TrialResultFile file =
                TrialResultFile.open(SweepPlan.resultFile(folder, own, Shard.WHOLE), own, trials, fresh)) {
            return sweep.run(trials, file, progress).stream()
                    .map(result ->
                            new Reference(strategies.get(result.trial().index()).toString(), result))
                    .toList();
        }
    }

    private String ownIdentity() throws IOException {
        StringBuilder own = new StringBuilder(identity);
        for (PackagedStrategy strategy : strategies) {
            own.append("; reference ").append(strategy).append(' ').append(Sha256.of(strategy.file()));
        }
        return own.toString();
    }
}
