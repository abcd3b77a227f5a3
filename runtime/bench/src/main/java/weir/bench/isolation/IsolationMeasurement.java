package weir.bench.isolation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import weir.base.TemporaryDirectory;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.load.SampleQuery;
import weir.embedded.EmbeddedFramework;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.isolation.ChildProcesses;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.RemoteStrategy;
import weir.isolation.start.ChildProcessStarter;
import weir.launcher.Assembly;
import weir.strategy.Market;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;

/** The cost of the fence: the strategy {@code volatility-width} in a fenced child process and in this JVM. */
public final class IsolationMeasurement implements Measurement {

    private static final String QUERIES = "queries";
    private static final String STARTS = "starts";
    private static final String SWEEPS = "sweeps";
    /** Length of the replayed history. A turn takes some tenths of a second for each day, and a start of processes. */
    private static final String DAYS = "days";

    private static final long PAUSE_NANOS = 1_000_000_000L / 200;
    private static final int WARM_UP = 2_000;
    private static final Map<String, Object> PARAMETERS = Map.of(
            "horizonBlocks", 43_200L,
            "lookbackBlocks", 43_200L,
            "minObservations", 30L,
            "deviations", 4.0,
            "minHalfWidth", 1_000L,
            "maxHalfWidth", 10_000L,
            "defaultHalfWidth", 4_000L,
            "edge", 0.2,
            "deploy", 0.5);

    private static final RebalanceQuery SAMPLE = SampleQuery.of("0x" + "b".repeat(40));
    private static final int OBSERVATIONS = 1_000;
    private static final int QUERIED_BLOCKS = 20_000;
    private static final long FIRST_BLOCK = SAMPLE.blockNumber();
    private static final List<Market.Observation> PRICES = IntStream.range(0, OBSERVATIONS + QUERIED_BLOCKS)
            .mapToObj(i -> new Market.Observation(FIRST_BLOCK + i, Price.atTick(196_800 + i % 50)))
            .toList();

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public String summary() {
        return "cost of a fenced child process; goals: p99 + 1 ms at 200 queries/s, first answer 1 s (also after a kill), 60 MB, sweep 0.9";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(QUERIES, 4_000, STARTS, 5, SWEEPS, 3, DAYS, 28);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        Assembly assembly = Assembly.running();
        TemporaryDirectory temporary = TemporaryDirectory.create("weir-bench-isolation");
        PackagedStrategy packaged = StrategyCatalog.in(assembly.plugins()).choose("volatility-width");
        ChildSettings settings =
                new ChildSettings(assembly.childClassPath(), temporary.path(), 48, Duration.ofSeconds(5));
        try (ChildProcesses children = ChildProcessStarter.start(settings);
                EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle);
                StrategyInstance host = framework.create(packaged, PARAMETERS)) {
            double[] starts = new double[options.get(STARTS)];
            double[] returns = new double[starts.length];
            for (int i = 0; i < starts.length; i++) {
                measureStart(children, packaged, starts, returns, i);
                progress.printf(
                        "  start %d of %d: %.0f ms, %.0f ms after a kill%n",
                        i + 1, starts.length, starts[i], returns[i]);
            }
            try (RemoteStrategy fenced = create(children, packaged, 0)) {
                measureAtRate(fenced, WARM_UP, 0);
                measureAtRate(host.strategy(), WARM_UP, 0);
                int queries = options.get(QUERIES);
                double[] inHost = measureAtRate(host.strategy(), queries, PAUSE_NANOS);
                double[] inChild = measureAtRate(fenced, queries, PAUSE_NANOS);
                long pid = children.status().get(0).pid().orElseThrow();
                Figures figures = new Figures()
                        .add(
                                "isolation_p99_added_ms",
                                quantile(inChild, 0.99) - quantile(inHost, 0.99),
                                "at 200 queries/s")
                        .add("isolation_p50_added_ms", quantile(inChild, 0.5) - quantile(inHost, 0.5), "")
                        .add("isolation_first_answer_ms", Figures.median(starts), "of a new child, median")
                        .add(
                                "isolation_back_ms",
                                Figures.median(returns),
                                "next answer after kill -9 of a child, median")
                        .add("isolation_resident_mb", residentMib(pid), "of the child, after " + queries + " queries");
                new SweepThroughput(options.get(DAYS))
                        .measure(assembly, temporary.path(), options.get(SWEEPS), figures, progress);
                return figures;
            }
        } finally {
            temporary.remove();
        }
    }

    /** Measures the first answer of a new child, and the one after it was killed, in milliseconds. */
    private static void measureStart(
            ChildProcesses children, PackagedStrategy packaged, double[] starts, double[] returns, int i) {
        long begun = System.nanoTime();
        // Another publisher each time, because the pause before a start grows with the number of crashes.
        try (RemoteStrategy strategy = create(children, packaged, i + 1)) {
            ask(strategy, 0);
            starts[i] = (System.nanoTime() - begun) / 1e6;
            ProcessHandle child = ProcessHandle.of(
                            children.status().get(0).pid().orElseThrow())
                    .orElseThrow();
            long killed = System.nanoTime();
            child.destroyForcibly();
            child.onExit().join();
            ask(strategy, 1);
            returns[i] = (System.nanoTime() - killed) / 1e6;
        }
    }

    private static RemoteStrategy create(ChildProcesses children, PackagedStrategy packaged, int publisher) {
        Placement placement = new Placement("bench" + publisher, "bench", Level.FENCED, List.of());
        return children.create(
                new RemoteComponent(
                        placement,
                        packaged.file(),
                        "bench",
                        "weir.plugins.volatilitywidth.VolatilityWidth",
                        "",
                        "",
                        1,
                        List.of()),
                PARAMETERS);
    }

    /** Durations in milliseconds, sorted. The pause is that between two queries. */
    private static double[] measureAtRate(RebalanceStrategy strategy, int queries, long pauseNanos) {
        double[] millis = new double[queries];
        long due = System.nanoTime();
        for (int i = 0; i < queries; i++) {
            due = pauseNanos == 0 ? System.nanoTime() : due + pauseNanos;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long begun = pauseNanos == 0 ? due : System.nanoTime();
            ask(strategy, i);
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private static void ask(RebalanceStrategy strategy, int number) {
        RebalanceQuery query = query(number);
        strategy.decide(query, market(query));
    }

    private static double quantile(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * sorted.length))];
    }

    private static double residentMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(Double.NaN)
                / 1024;
    }

    /** A query without positions, so that the strategy asks for the prices. */
    private static RebalanceQuery query(int number) {
        return new RebalanceQuery(
                SAMPLE.jobId(),
                SAMPLE.snLiquidityManagerAddress(),
                SAMPLE.pairAddress(),
                SAMPLE.chainId(),
                SAMPLE.roundId(),
                SAMPLE.roundType(),
                FIRST_BLOCK + OBSERVATIONS - 1 + number % QUERIED_BLOCKS,
                SAMPLE.currentPrice(),
                List.of(),
                SAMPLE.inventoryRemaining(),
                SAMPLE.rebalancesSoFar(),
                SAMPLE.tickSpacing());
    }

    /** The prices of the last blocks before a query: one more for each query, as on a chain. */
    private static Market market(RebalanceQuery query) {
        int first = (int) (query.blockNumber() - FIRST_BLOCK) - OBSERVATIONS + 1;
        List<Market.Observation> prices = PRICES.subList(first, first + OBSERVATIONS);
        return new Market() {
            @Override
            public List<Observation> prices(long fromBlock) {
                return prices;
            }

            @Override
            public List<Swap> swaps(long fromBlock) {
                return List.of();
            }
        };
    }
}
