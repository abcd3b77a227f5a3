package weir.bench.isolation;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.market.MarketParameters;
import weir.backtest.result.Model;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.sweep.LocalEngine;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.v3.GasCosts;
import weir.backtest.walkforward.Chunk;
import weir.bench.Figures;
import weir.bench.replay.SweepMeasurement;
import weir.embedded.PackagedStrategy;
import weir.embedded.PlacementRules;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyRunner;
import weir.history.BlockRange;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.launcher.Assembly;
import weir.strategy.Inventory;

/** Speed of sweeps of {@code range-follower} over seeded days in fenced child processes, divided by that in this process, in turns. */
final class SweepThroughput {

    private static final int WORKERS = Runtime.getRuntime().availableProcessors();
    private static final int ROUND_BLOCKS = 450;

    private static final PlacementRules FENCED =
            (sha256, isPure) -> new Placement("bench", "bench", Level.FENCED, List.of());
    private static final List<Trial> TRIALS =
            new ParameterSpace(List.of(ParameterAxis.parse("halfWidth=200..25600/200"))).grid();
    private static final PoolMetadata POOL = new PoolMetadata(
            SweepMeasurement.POOL.chainId(),
            SweepMeasurement.POOL.address(),
            new PoolMetadata.Token("WETH", 18),
            new PoolMetadata.Token("USDC", 6),
            SweepMeasurement.MARKET.feePips(),
            SweepMeasurement.MARKET.tickSpacing());

    private final MarketParameters market;

    SweepThroughput(int days) {
        this.market = MarketParameters.day(98).withBlocks(days * MarketParameters.BLOCKS_PER_DAY);
    }

    void measure(Assembly assembly, Path folder, int turns, Figures figures, PrintStream progress)
            throws IOException, InterruptedException {
        PackagedStrategy jar = StrategyCatalog.in(assembly.plugins()).choose("range-follower");
        try (SwapStore store = SwapStore.embedded(Files.createDirectory(folder.resolve("swaps")));
                StrategyRunner here = runner(assembly, PlacementRules.HOST);
                StrategyRunner fenced = runner(assembly, FENCED)) {
            SweepMeasurement.store(store, market);
            BacktestPlan plan = plan(store);
            StrategyFactory hereInstances = here.factory(jar);
            StrategyFactory fencedInstances = fenced.factory(jar);
            Map<Integer, ChunkResult> expected = new TreeMap<>();
            // Compiles the code of the replay and of the strategy.
            seconds(plan, hereInstances, expected);
            seconds(plan, fencedInstances, expected);
            double[] ratios = new double[turns];
            for (int i = 0; i < turns; i++) {
                double inProcess = seconds(plan, hereInstances, expected);
                double inChild = seconds(plan, fencedInstances, expected);
                ratios[i] = inProcess / inChild;
                progress.printf("  sweep %d of %d: %.2f s here, %.2f s fenced%n", i + 1, turns, inProcess, inChild);
            }
            figures.add(
                    "isolation_sweep_ratio",
                    Figures.median(ratios),
                    "speed of a fenced sweep over one in this process, " + WORKERS + " workers, median of " + turns);
        }
    }

    private static StrategyRunner runner(Assembly assembly, PlacementRules rules) {
        return new StrategyRunner(assembly::systemBundle, assembly::childClassPath, rules, text -> {});
    }

    private BacktestPlan plan(SwapStore store) {
        long first = market.firstBlock();
        Inventory inventory = new Inventory(BigInteger.TEN.pow(19), BigInteger.valueOf(30_000_000_000L));
        return new BacktestPlan(
                store,
                POOL,
                new BlockRange(first, first + market.blocks() - 1),
                RoundPlan.of(POOL, inventory, ROUND_BLOCKS),
                List.of(ScoringTargets.byName(ScoringTargets.VALIDATOR)),
                Set.of(Model.VALIDATOR, Model.V3),
                GasCosts.ZERO);
    }

    /** Plays all trials, and checks that their results are those of the first call. */
    private static double seconds(BacktestPlan plan, StrategyFactory instances, Map<Integer, ChunkResult> expected)
            throws IOException, InterruptedException {
        Map<Integer, ChunkResult> results = new TreeMap<>();
        long begun = System.nanoTime();
        new LocalEngine(WORKERS, instances.groupSize(), new TrialRunner(plan, instances))
                .play(
                        TRIALS,
                        List.of(new Chunk(0, (int) plan.roundCount())),
                        (trial, rounds) -> results.put(trial.index(), rounds));
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (expected.isEmpty()) {
            expected.putAll(results);
        } else if (!expected.equals(results)) {
            throw new IllegalStateException("the fence changes results");
        }
        return seconds;
    }
}
