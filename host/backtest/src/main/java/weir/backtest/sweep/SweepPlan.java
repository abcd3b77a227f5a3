package weir.backtest.sweep;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.internal.sweep.ContentHash;
import weir.backtest.score.ScoringTarget;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.walkforward.Folds;
import weir.backtest.walkforward.Schedule;
import weir.backtest.walkforward.Stage;
import weir.base.Sha256;
import weir.history.PoolInfo;

/**
 * The input of a sweep.
 *
 * @param strategy name and version of the strategy
 * @param jar file of its bundle; the other JARs in its directory belong to the input, because the strategy may import their packages
 * @param space the varied parameters
 * @param draws {@code all} for a grid, otherwise number of draws and seed
 * @param trials the trials to run
 * @param backtest the settings of each backtest
 * @param schedule which rounds the trials play
 */
public record SweepPlan(
        String strategy,
        Path jar,
        ParameterSpace space,
        String draws,
        List<Trial> trials,
        BacktestPlan backtest,
        Schedule schedule) {

    /** The scoring target that ranks the trials. */
    public ScoringTarget target() {
        return backtest.targets().get(0);
    }

    /**
     * The identity of the sweep: everything that its results depend on, in one line. Sweeps with equal identity have equal results.
     *
     * @throws weir.base.WeirException if a file cannot be read
     */
    public String identity() {
        PoolInfo info = backtest.history().pool(backtest.pool().key()).orElseThrow();
        return String.join(
                "; ",
                strategy + " of " + jar.getFileName(),
                "plugins " + ContentHash.ofJars(jar.toAbsolutePath().getParent()),
                "engine " + BuildIdentity.running().hash(),
                space.axes().stream().map(Object::toString).collect(Collectors.joining(" ")),
                (draws + " " + schedule).strip(),
                backtest.pool().toString(),
                "swaps " + ContentHash.ofSwaps(backtest) + " in " + info.covered(),
                "blocks " + backtest.blocks() + " by " + backtest.roundBlocks() + " " + backtest.loopText(),
                backtest.inventory().toString(),
                target().name() + " by " + TrialRunner.rankingModel(backtest) + ", value by "
                        + TrialRunner.gainModel(backtest),
                backtest.gasCosts().toString(),
                backtest.fees().toString());
    }

    /** The stages of the sweep. */
    public List<Stage> stages() {
        return schedule.stages((int) backtest.roundCount(), trials.size());
    }

    /** The walk-forward folds; empty if all rounds count for the score. */
    public List<Folds.Fold> folds() {
        return schedule.folds()
                .map(folds -> folds.of((int) backtest.roundCount()))
                .orElse(List.of());
    }

    /** The file of the results of a sweep, or of a shard of it, in a directory. Its name contains a hash of the identity. */
    public static Path resultFile(Path folder, String identity, Shard shard) {
        String hash = Sha256.of(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        return folder.resolve(hash + (shard.isWhole() ? "" : "-" + shard.index() + "-of-" + shard.count()) + ".sweep");
    }
}
