package weir.cli.sweep;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import weir.backtest.ScoringTarget;
import weir.backtest.sweep.ParameterSpace;
import weir.backtest.sweep.Trial;
import weir.cli.backtest.PeriodRun;
import weir.cli.strategy.StrategyJar;
import weir.history.PoolInfo;

/**
 * What is swept.
 *
 * @param jar the strategy
 * @param space what is varied
 * @param draws {@code all} for a grid, otherwise how many draws of which seed
 * @param trials what is tried
 * @param run what each trial plays
 */
record SweepPlan(StrategyJar jar, ParameterSpace space, String draws, List<Trial> trials, PeriodRun run) {

    /** Target that trials are ranked by. */
    ScoringTarget target() {
        return run.targets().get(0);
    }

    /** All that results depend on, in one line: no other sweep has the same. */
    String identity() {
        PoolInfo info = run.history().pool(run.pool().key()).orElseThrow();
        String version = SweepPlan.class.getPackage().getImplementationVersion();
        return String.join(
                "; ",
                "weir " + version,
                jar + " of " + jar.file().getFileName(),
                "plugins " + ContentHash.ofJars(jar.file().toAbsolutePath().getParent()),
                "engine " + ContentHash.ofClassPath(),
                space.axes().stream().map(Object::toString).collect(Collectors.joining(" ")),
                draws,
                run.pool().toString(),
                "swaps " + ContentHash.ofSwaps(run) + " in " + info.covered(),
                "blocks " + run.blocks() + " by " + run.roundBlocks(),
                run.inventory().toString(),
                target().name() + " by " + TrialPlayer.ranking(run) + ", value by " + TrialPlayer.valuing(run),
                run.gas().toString());
    }

    /** Where the results of an identity lie: the same sweep finds them again. */
    static Path file(Path folder, String identity) {
        return folder.resolve(
                ContentHash.of(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ".sweep");
    }
}
