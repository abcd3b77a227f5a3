package weir.bench.replay;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.replay.PeriodReplay;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Round;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.sweep.LocalEngine;
import weir.backtest.sweep.Sweep;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.ChunkResult.RoundScore;
import weir.backtest.sweep.result.TrialResult;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.walkforward.Schedule;
import weir.backtest.walkforward.Stage;
import weir.base.TemporaryDirectory;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapStore;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;
import weir.uniswap.v3.TickRange;

/** Speed-up of a sweep by a second worker, measured in turns; both must give the same bits. */
public final class SweepMeasurement implements Measurement {

    /** The pool of the seeded day. */
    public static final PoolKey POOL = new PoolKey(8453, "0x" + "5e".repeat(20));
    /** The seeded day. */
    public static final MarketParameters MARKET = MarketParameters.day(98);

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final String TURNS = "turns";
    private static final List<Trial> TRIALS =
            new ParameterSpace(List.of(ParameterAxis.parse("halfWidth=200..12800/200"))).grid();

    /** One stage; the player decides which rounds it plays. */
    private static final List<Stage> STAGES = Schedule.ALL_ROUNDS.stages(1, TRIALS.size());

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String summary() {
        return "speed of a sweep with two workers over one; goal 1.8 on two cores";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(TURNS, 5);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        TemporaryDirectory temporary = TemporaryDirectory.create("weir-bench-sweep");
        Path folder = temporary.path();
        try (SwapStore store = SwapStore.embedded(folder)) {
            store(store, MARKET);
            List<TrialResult> expected = run(store, 1, folder);
            // Warm-up, so that the code of two workers is compiled, too.
            measure(store, 2, folder, expected);
            int turns = options.get(TURNS);
            double[] ratios = new double[turns];
            double[] rates = new double[turns];
            double[] work = new double[turns];
            for (int turn = 0; turn < turns; turn++) {
                Cost one = measure(store, 1, folder, expected);
                Cost two = measure(store, 2, folder, expected);
                ratios[turn] = one.seconds / two.seconds;
                work[turn] = two.cpuSeconds / one.cpuSeconds;
                rates[turn] = TRIALS.size() / two.seconds;
                progress.printf("  turn %d of %d: %.2f s, %.2f s%n", turn + 1, turns, one.seconds, two.seconds);
            }
            return new Figures()
                    .add("sweep_two_over_one", Figures.median(ratios), "times as fast, median of " + turns + " turns")
                    .add("sweep_work_two_over_one", Figures.median(work), "processor time; 1 means no contention")
                    .add(
                            "sweep_trials_per_s",
                            Figures.median(rates),
                            "of a day's " + MARKET.blocks() / 450 + " rounds");
        } finally {
            temporary.remove();
        }
    }

    private record Cost(double seconds, double cpuSeconds) {}

    private static Cost measure(SwapStore store, int workers, Path folder, List<TrialResult> expected)
            throws Exception {
        long begun = System.nanoTime();
        long worked = SYSTEM.getProcessCpuTime();
        List<TrialResult> results = run(store, workers, folder);
        Cost cost = new Cost((System.nanoTime() - begun) / 1e9, (SYSTEM.getProcessCpuTime() - worked) / 1e9);
        if (!results.equals(expected)) {
            throw new IllegalStateException(workers + " workers give different results");
        }
        return cost;
    }

    private static List<TrialResult> run(SwapStore store, int workers, Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("sweep");
        try (TrialResultFile log = TrialResultFile.open(file, "bench", TRIALS, true)) {
            return new Sweep(new LocalEngine(workers, (trial, chunk) -> run(store, trial)), STAGES, List.of())
                    .run(TRIALS, log, (stage, trials, done, left) -> {});
        }
    }

    private static ChunkResult run(SwapStore store, Trial trial) {
        int halfWidth = Integer.parseInt(trial.parameters().get("halfWidth"));
        List<RoundScore> scores = new ArrayList<>();
        long last = MARKET.firstBlock() + MARKET.blocks() - 1;
        try (SwapCursor cursor = store.scan(POOL, BlockRange.all())) {
            new PeriodReplay(plan(), ScoringTargets.byName(ScoringTargets.VALIDATOR))
                    .run(
                            cursor,
                            MARKET.firstBlock(),
                            last,
                            strategyAround(halfWidth),
                            (first, round, postponed, swaps) -> {
                                if (round != null && round.result() != null) {
                                    double score = round.result().score();
                                    scores.add(new RoundScore(Ending.SCORED, 0, score, score));
                                }
                            });
        }
        return new ChunkResult("", scores);
    }

    /** Puts half of the inventory around the price, once per round. */
    private static RebalanceStrategy strategyAround(int halfWidth) {
        return (query, market) -> {
            if (!query.currentPositions().isEmpty() || market.prices(0).isEmpty()) {
                return Decision.keep("placed");
            }
            TickRange range = TickRange.around(query.currentPrice().tick(), halfWidth, MARKET.tickSpacing());
            Inventory inventory = query.inventoryRemaining();
            return Decision.rebalance(
                    List.of(new Position(
                            range.lower(),
                            range.upper(),
                            inventory.amount0().shiftRight(1),
                            inventory.amount1().shiftRight(1))),
                    "placed");
        };
    }

    private static RoundPlan plan() {
        return new RoundPlan(
                new Round(
                        "bench",
                        "0x" + "da".repeat(20),
                        POOL.address(),
                        POOL.chainId(),
                        "bench",
                        MARKET.firstBlock(),
                        100,
                        MARKET.feePips() / 1e6,
                        MARKET.tickSpacing(),
                        List.of(),
                        V3ReplayJmh.INVENTORY,
                        LoopOptions.DEFAULT),
                450,
                List.of());
    }

    /** Stores the swaps of a seeded market in the pool. */
    public static void store(SwapStore store, MarketParameters market) {
        SwapBatch batch = new SwapBatch();
        long first = 0;
        List<Swap> swaps = SeededMarket.swaps(market);
        for (int i = 0; i < swaps.size(); i++) {
            Swap swap = swaps.get(i);
            boolean newBlock = i > 0 && swap.blockNumber() > swaps.get(i - 1).blockNumber();
            if (newBlock && batch.size() > SwapBatch.CAPACITY / 2) {
                store.append(POOL, new BlockRange(first, swap.blockNumber() - 1), batch);
                first = swap.blockNumber();
                batch.resize(0);
            }
            batch.add(LongReplay.row(swap));
        }
        store.append(POOL, new BlockRange(first, market.firstBlock() + market.blocks()), batch);
    }
}
