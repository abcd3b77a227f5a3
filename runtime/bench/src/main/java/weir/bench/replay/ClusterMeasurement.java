package weir.bench.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.fixtures.host.WeirCommand;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.strategy.Swap;

/**
 * A sweep on this machine and on one and two Spark executors of one core each, which must write the same CSV file. Then one trial over a
 * long history, while the memory of its executor is read.
 */
public final class ClusterMeasurement implements Measurement {

    private static final String TRIALS = "trials";
    private static final String SWAPS = "million-swaps";
    private static final MarketParameters MARKET = MarketParameters.day(98);

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public String summary() {
        return "two Spark executors over one; goal 1.8 on two cores, 10 % over a local sweep, flat memory";
    }

    /** A trial of a day takes about ten milliseconds, so a sweep on one core takes at least five minutes. */
    @Override
    public Map<String, Integer> options() {
        return Map.of(TRIALS, 40_000, SWAPS, 50);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        if (Files.notExists(WeirCommand.INSTALLATION.resolve("lib/spark/jars"))) {
            throw WeirException.failed(
                    "the Spark engine is not built",
                    "Run `mvn -q -Pspark -DskipTests package` and link runtime/spark/target/spark to "
                            + WeirCommand.INSTALLATION.resolve("lib/spark") + ".");
        }
        TemporaryDirectory temporary = TemporaryDirectory.create("weir-bench-cluster");
        try {
            return speed(temporary.path(), options.get(TRIALS), progress)
                    .addAll(memory(temporary.path(), 1_000_000L * options.get(SWAPS), progress));
        } finally {
            temporary.remove();
        }
    }

    private static Figures speed(Path folder, int trials, PrintStream progress) throws Exception {
        Path home = folder.resolve("home");
        storeMetadata(home, LongReplay.POOL);
        try (SwapStore store = SwapStore.embedded(home.resolve("data/history"))) {
            storeDay(store);
        }
        Path expected = folder.resolve("local.csv");
        progress.printf(
                "  three sweeps of %,d trials: on one local worker, one executor, two executors; then one trial over a long history%n",
                trials);
        double local = sweep(home, trials, expected, "--workers", "1");
        progress.printf("  %,d trials over a day, one local worker: %.0f s%n", trials, local);
        double[] seconds = new double[3];
        for (int executors = 1; executors <= 2; executors++) {
            Path csv = folder.resolve(executors + ".csv");
            seconds[executors] =
                    sweep(home, trials, csv, "--engine", "spark", "--master", ExecutorMemory.master(executors));
            progress.printf("  executors: %d, %.0f s%n", executors, seconds[executors]);
            if (Files.mismatch(expected, csv) >= 0) {
                throw new IllegalStateException("the results of " + executors + " executors differ from local ones");
            }
        }
        return new Figures()
                .add("cluster_two_over_one", seconds[1] / seconds[2], "times as fast")
                .add("cluster_overhead_percent", 100 * (seconds[1] / local - 1), "one executor over one local worker")
                .add("cluster_one_s", seconds[1], "duration of the sweep on one executor");
    }

    /** Seconds of a sweep. */
    private static double sweep(Path home, int trials, Path csv, String... engine) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("sweep", "--strategy", "range-follower"));
        arguments.addAll(List.of("--param", "halfWidth=500..5000", "--param", "edge=0.05..0.5"));
        arguments.addAll(List.of("--draws", Integer.toString(trials), "--fresh", "--csv", csv.toString()));
        arguments.addAll(List.of(engine));
        long begun = System.nanoTime();
        ExecutorMemory.start(home, arguments).waitFor();
        if (Files.notExists(csv)) {
            throw new IllegalStateException("the sweep failed: " + String.join(" ", arguments));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static Figures memory(Path folder, long swaps, PrintStream progress) throws Exception {
        Path home = folder.resolve("long");
        storeMetadata(home, LongReplay.POOL);
        long first;
        try (SwapStore store = SwapStore.embedded(home.resolve("data/history"))) {
            first = LongReplay.load(store, swaps);
        }
        progress.printf("  one trial over %,d swaps%n", swaps);
        ExecutorMemory memory = ExecutorMemory.ofTrial(home, first);
        return new Figures()
                .add("cluster_rss_early_mb", memory.early() / 1e6, "of the executor, after a fifth of the trial")
                .add("cluster_rss_most_mb", memory.most() / 1e6, "in the rest of the trial, " + swaps + " swaps");
    }

    private static void storeMetadata(Path home, PoolKey pool) throws IOException {
        Files.createDirectories(home);
        new PoolMetadataStore(home.resolve("data/pools"))
                .save(new PoolMetadata(
                        pool.chainId(),
                        pool.address(),
                        new PoolMetadata.Token("WETH", 18),
                        new PoolMetadata.Token("USDC", 6),
                        MARKET.feePips(),
                        MARKET.tickSpacing()));
    }

    private static void storeDay(SwapStore store) {
        List<Swap> swaps = SeededMarket.swaps(MARKET);
        SwapBatch batch = new SwapBatch();
        long first = MARKET.firstBlock();
        try (BulkLoad load = store.startLoad(LongReplay.POOL, "day")) {
            for (Swap swap : swaps) {
                boolean isFull = batch.size() > SwapBatch.CAPACITY / 2;
                if (isFull && swap.blockNumber() > batch.blocks()[batch.size() - 1]) {
                    load.append(new BlockRange(first, swap.blockNumber() - 1), batch);
                    first = swap.blockNumber();
                    batch.resize(0);
                }
                batch.add(LongReplay.row(swap));
            }
            load.append(new BlockRange(first, MARKET.firstBlock() + MARKET.blocks() - 1), batch);
            load.commit();
        }
    }
}
