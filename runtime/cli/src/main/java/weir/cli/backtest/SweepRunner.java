package weir.cli.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.LookAheadResult;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.sweep.Sweep;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.SweepResult.Reference;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ShardMerge;
import weir.backtest.sweep.result.TrialResult;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.walkforward.Stage;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyRunner;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.ProgressLine;

/**
 * Runs a sweep of a strategy and stores its results.
 *
 * @param jar the strategy
 * @param assembly the installed files of Weir
 * @param home has the result files, the records of installed JARs, and the levels of publishers
 * @param engine where the trials run
 */
record SweepRunner(PackagedStrategy jar, Assembly assembly, Home home, EngineOptions engine) {

    /**
     * Runs the trials of a shard that are not stored yet.
     *
     * @param fresh whether to run stored trials again
     */
    SweepResult run(SweepPlan plan, Shard shard, boolean fresh) throws InterruptedException {
        List<Trial> trials = shard.of(plan.trials());
        if (trials.isEmpty()) {
            throw WeirException.usage(
                    "shard " + shard + " has no trial: the sweep has "
                            + plan.trials().size() + " trials",
                    "Give at most as many shards as trials.");
        }
        String identity = plan.identity();
        Path file = SweepPlan.resultFile(home.sweeps(), identity, shard);
        try {
            Files.createDirectories(home.sweeps());
            try (TrialResultFile resultFile =
                    TrialResultFile.open(file, shard.identity(identity), plan.trials(), fresh)) {
                return play(plan, trials, resultFile, resultFile.storedCount(), file, engine, identity, fresh);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Stores the results of all shards as those of the whole sweep. */
    SweepResult merge(SweepPlan plan, List<Path> shards) throws InterruptedException {
        if (plan.stages().size() > 1) {
            throw WeirException.usage("a sweep with --halving has no shards", "Omit --halving.");
        }
        String identity = plan.identity();
        List<TrialResult> results = ShardMerge.read(shards, identity, plan.trials());
        Path file = SweepPlan.resultFile(home.sweeps(), identity, Shard.WHOLE);
        try {
            Files.createDirectories(home.sweeps());
            try (TrialResultFile resultFile = TrialResultFile.open(file, identity, plan.trials(), true)) {
                for (TrialResult result : results) {
                    resultFile.add(result);
                }
            }
            try (TrialResultFile resultFile = TrialResultFile.open(file, identity, plan.trials(), false)) {
                // There is nothing left to play.
                return play(plan, plan.trials(), resultFile, 0, file, EngineOptions.LOCAL, identity, false);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private SweepResult play(
            SweepPlan plan,
            List<Trial> trials,
            TrialResultFile resultFile,
            int storedCount,
            Path file,
            EngineOptions engine,
            String identity,
            boolean fresh)
            throws IOException, InterruptedException {
        try (StrategyRunner runner = StrategyRunners.of(home, assembly);
                SweepEngine player = engine.create(plan.backtest(), jar, assembly, home.data(), runner.factory(jar));
                ProgressLine progress = ProgressLine.onError()) {
            StrategyFactory source = runner.factory(jar);
            List<Stage> stages = plan.schedule().stages((int) plan.backtest().roundCount(), trials.size());
            Sweep sweep = new Sweep(player, stages, plan.folds());
            List<TrialResult> results =
                    TrialResult.rank(sweep.run(trials, resultFile, progressOf(progress, "trials", stages.size())));
            // The results of a shard are preliminary; the merge plays the reference miners.
            List<Reference> references = trials.size() < plan.trials().size()
                    ? List.of()
                    : new SweepReferences(
                                    plan,
                                    ReferenceMiners.in(assembly),
                                    home.sweeps().resolve("references"),
                                    identity,
                                    fresh)
                            .play(runner, engine.workers(), progressOf(progress, "reference miners", 1));
            return new SweepResult(
                    plan, results, references, lookAhead(plan, source, results.get(0)), storedCount, file);
        }
    }

    /** Shows a line such as {@code stage 1 of 2: ran 3 of 20 trials, 1,200 of 9,000 rounds, 85 rounds/s}. */
    private static Sweep.Progress progressOf(ProgressLine line, String played, int stages) {
        long start = System.nanoTime();
        return (stage, ended, roundsDone, roundsLeft) -> line.show(
                String.format(
                        Locale.ROOT,
                        "%sran %,d of %,d %s, %,d of %,d rounds, %,.0f rounds/s",
                        stages == 1 ? "" : "stage " + (stage.number() + 1) + " of " + stages + ": ",
                        ended,
                        stage.trials(),
                        played,
                        roundsDone,
                        roundsDone + roundsLeft,
                        roundsDone / Math.max(1e-3, (System.nanoTime() - start) / 1e9)),
                roundsDone,
                roundsDone + roundsLeft);
    }

    /** Checks the best trial only: the others have the same code. */
    private static LookAheadResult lookAhead(SweepPlan plan, StrategyFactory source, TrialResult best) {
        if (best.isRejected()) {
            throw WeirException.failed(
                    "no trial could run; the first, " + best.trial().parameters() + ": " + best.rejectionReason(),
                    "Correct the parameters (--param), or the strategy's constructor.");
        }
        // Closing the runner ends the instances of the check.
        return best.hasScoreFromDecision()
                ? LookAheadResult.check(
                        plan.backtest(),
                        () -> source.create(best.trial().parameters()).strategy())
                : null;
    }

    private static WeirException unwritable(IOException e) {
        return WeirException.failed("cannot store the results", "Correct that, or start again with --fresh.", e);
    }
}
