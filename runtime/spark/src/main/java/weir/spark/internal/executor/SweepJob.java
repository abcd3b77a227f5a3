package weir.spark.internal.executor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.result.Model;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.sweep.BuildIdentity;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.walkforward.Chunk;
import weir.history.BlockRange;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadata;
import weir.spark.internal.content.ContentFile;

/**
 * What all tasks of a sweep have in common.
 *
 * @param driver code of the driver
 * @param settings settings of each backtest
 * @param strategy the strategy as {@code NAME@VERSION}
 * @param code JARs below {@code plugins/} and {@code system/}
 * @param sharedDirectory URI of the directory with the files; empty if the driver sends them
 */
public record SweepJob(
        BuildIdentity driver,
        Settings settings,
        String strategy,
        List<ContentFile> code,
        Optional<String> sharedDirectory) {

    /** A {@link BacktestPlan} without its history. */
    public record Settings(
            PoolMetadata pool,
            BlockRange blocks,
            RoundPlan rounds,
            List<String> targets,
            Set<Model> models,
            GasCosts gasCosts,
            PoolFees fees) {

        public static Settings of(BacktestPlan plan) {
            return new Settings(
                    plan.pool(),
                    plan.blocks(),
                    plan.rounds(),
                    plan.targets().stream().map(ScoringTarget::name).toList(),
                    plan.models(),
                    plan.gasCosts(),
                    plan.fees());
        }

        BacktestPlan over(SwapHistory history) {
            return new BacktestPlan(
                    history,
                    pool,
                    blocks,
                    rounds,
                    targets.stream().map(ScoringTargets::byName).toList(),
                    models,
                    gasCosts,
                    fees);
        }
    }

    /**
     * A task: some trials over one chunk.
     *
     * @param trials the trials
     * @param chunk the rounds
     * @param history files of the history that the chunk reads
     */
    public record Task(List<Trial> trials, Chunk chunk, List<ContentFile> history) {}
}
