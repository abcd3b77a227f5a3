package weir.backtest.sweep;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.internal.sweep.ContentHash;
import weir.backtest.score.ScoringTarget;
import weir.history.PoolInfo;

/**
 * The input of a sweep.
 *
 * @param strategy name and version of the strategy
 * @param jar file of its bundle; the other JARs of its folder are part of the input, too
 * @param space the varied parameters
 * @param draws {@code all} for a grid, else number of draws and seed
 * @param trials the sets of parameters to play
 * @param run what each trial plays
 */
public record SweepPlan(
        String strategy, Path jar, ParameterSpace space, String draws, List<Trial> trials, PeriodRun run) {

    /** The target that ranks the trials. */
    public ScoringTarget target() {
        return run.targets().get(0);
    }

    /**
     * Everything that the results depend on, in one line; different for every other sweep.
     *
     * @throws weir.base.WeirException if a file cannot be read
     */
    public String identity() {
        PoolInfo info = run.history().pool(run.pool().key()).orElseThrow();
        return String.join(
                "; ",
                strategy + " of " + jar.getFileName(),
                "plugins " + ContentHash.ofJars(jar.toAbsolutePath().getParent()),
                "engine " + ContentHash.ofClassPath(),
                space.axes().stream().map(Object::toString).collect(Collectors.joining(" ")),
                draws,
                run.pool().toString(),
                "swaps " + ContentHash.ofSwaps(run) + " in " + info.covered(),
                "blocks " + run.blocks() + " by " + run.roundBlocks(),
                run.inventory().toString(),
                target().name() + " by " + TrialPlayer.rankingModel(run) + ", value by "
                        + TrialPlayer.valuingModel(run),
                run.gas().toString());
    }

    /** The file of a sweep's results in a folder, the same for the same identity. */
    public static Path file(Path folder, String identity) {
        return folder.resolve(
                ContentHash.of(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ".sweep");
    }
}
