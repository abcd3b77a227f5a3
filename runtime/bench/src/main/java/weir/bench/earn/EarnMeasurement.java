package weir.bench.earn;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.backtest.stats.StationaryBootstrap;
import weir.base.TemporaryDirectory;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.embedded.EmbeddedFramework;
import weir.embedded.StrategyCatalog;
import weir.history.SwapStore;
import weir.launcher.Assembly;
import weir.strategy.RebalanceStrategy;

/** Scores of swap-direction and of the reference miners over stored swaps, with intervals. Equal seeds and files give equal figures. */
public final class EarnMeasurement implements Measurement {

    static final String STRATEGY = "swap-direction";
    private static final List<String> REFERENCES = List.of("reference-miner", "reference-volatility");
    private static final Map<String, String> POOLS = new LinkedHashMap<>();

    static {
        POOLS.put("wbtc_weth", "eth-wbtc-weth-3000-2021-2023-approx");
        POOLS.put("usdc_weth_500", "eth-usdc-weth-500-20240105");
        POOLS.put("usdc_weth_3000", "eth-usdc-weth-3000-20240105");
    }

    @Override
    public String name() {
        return "earn";
    }

    @Override
    public String summary() {
        return "scores of swap-direction, hold and the reference miners over stored swaps; needs the data of docs/research.md";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of("seed", (int) StationaryBootstrap.DEFAULT_SEED, "part", 2);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        boolean isChoosing = options.get("part") == 1;
        StationaryBootstrap bootstrap = StationaryBootstrap.withAutomaticBlocks(options.get("seed"));
        progress.printf(
                "  part %d: %s of each set's rounds of %d blocks; 95 %% stationary bootstrap, seed %d%n",
                isChoosing ? 1 : 2,
                isChoosing ? "the first 60 %" : "the last 40 %",
                EarnPool.ROUND_BLOCKS,
                bootstrap.seed());
        Figures figures = new Figures();
        Assembly assembly = Assembly.running();
        try (EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle)) {
            Strategies strategies = (name, parameters) -> framework
                    .create(StrategyCatalog.in(assembly.plugins()).choose(name), parameters)
                    .strategy();
            for (Map.Entry<String, String> entry : POOLS.entrySet()) {
                TemporaryDirectory temporary = TemporaryDirectory.create("weir-bench-earn");
                try (SwapStore store = SwapStore.embedded(temporary.path())) {
                    EarnPool pool = EarnPool.load(data().resolve(entry.getValue()), store, isChoosing);
                    progress.printf("%n%s, SHA-256 %s%n", pool.name(), pool.hash());
                    EarnTable table = new EarnTable(entry.getKey(), bootstrap, figures);
                    table.withoutBaseline(pool, strategies, REFERENCES, progress);
                    table.withBaseline(pool, strategies, REFERENCES, progress);
                } finally {
                    temporary.remove();
                }
            }
        }
        return figures;
    }

    /** Creates strategies from their JARs. */
    @FunctionalInterface
    interface Strategies {
        RebalanceStrategy create(String name, Map<String, Object> parameters);
    }

    private static Path data() {
        String configured = System.getenv("WEIR_DATA");
        return configured != null ? Path.of(configured) : Path.of(System.getProperty("weir.shared", ""), "data");
    }
}
