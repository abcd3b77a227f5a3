package weir.bench.upgrade;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.host.LoadedHost;
import weir.bench.host.MeasuredHost;
import weir.bench.load.AnswerStats;
import weir.bench.load.Durations;
import weir.bench.load.OpenLoopLoad;
import weir.bench.load.TestPair;
import weir.embedded.StrategyCatalog;
import weir.launcher.Assembly;

/**
 * Upgrades under load in the assembled host: signed queries arrive at a fixed rate on several pairs, while each shipped strategy is
 * replaced by its next version again and again.
 */
public final class UpgradeMeasurement implements Measurement {

    private static final String UPGRADES = "swaps";
    /** How many of the strategies come from another publisher. */
    private static final String FOREIGN = "foreign";

    private static final List<String> STRATEGIES = List.of("hold", "range-follower", "volatility-width");
    private static final int PAIRS_PER_STRATEGY = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String summary() {
        return "upgrades under 200 signed requests/s; goal no answer lost, p99 at most 1.5 of that between upgrades";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(UPGRADES, 10_000, FOREIGN, 0);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        List<TestPair> pairs = pairs();
        AnswerStats stats = new AnswerStats();
        try (LoadedHost loaded = LoadedHost.start(pairs, home -> {})) {
            MeasuredHost host = loaded.host();
            progress.printf(
                    "  %d pairs, %d strategies, signed requests of %d validators at %d/s%n",
                    pairs.size(), STRATEGIES.size(), LoadedHost.VALIDATORS, LoadedHost.PER_SECOND);
            List<StrategyUpgrader> upgraders = upgraders(host, pairs, options.get(FOREIGN));
            loaded.warmUp(WARM_UP);
            double before = host.residentBytes() / 1e6;
            Figures rounds;
            try (OpenLoopLoad load = loaded.load(stats)) {
                UpgradeRounds upgrades = new UpgradeRounds(host, upgraders, load, stats);
                upgrades.run(options.get(UPGRADES), progress);
                rounds = upgrades.figures();
            }
            Durations times = new Durations();
            Durations first = new Durations();
            upgraders.forEach(upgrader -> {
                times.addAll(upgrader.times());
                first.addAll(upgrader.firstAnswers());
            });
            stats.problems().forEach(problem -> progress.println("  " + problem));
            return new Figures()
                    .add(
                            "swaps",
                            times.count(),
                            "new version installed and serving, old version drained and uninstalled")
                    .addAll(stats.figures())
                    .add("first_answer_ms_p50", first.quantileMs(0.5), "from the new file to its first answer")
                    .add("first_answer_ms_max", first.quantileMs(1), "the longest of these; goal under 1,000 ms")
                    .add("swap_ms_p50", times.quantileMs(0.5), "from the new file to its answers on all pairs")
                    .add("swap_ms_p99", times.quantileMs(0.99), "99th percentile of the same")
                    .addAll(rounds)
                    .add("host_rss_before_mb", before, "resident memory of the host before the first upgrade")
                    .add("host_rss_after_mb", host.residentBytes() / 1e6, "after the last upgrade");
        }
    }

    private static List<TestPair> pairs() {
        List<TestPair> pairs = new ArrayList<>();
        for (int i = 0; i < STRATEGIES.size() * PAIRS_PER_STRATEGY; i++) {
            pairs.add(new TestPair(i + 1, STRATEGIES.get(i % STRATEGIES.size())));
        }
        return pairs;
    }

    private static List<StrategyUpgrader> upgraders(MeasuredHost host, List<TestPair> pairs, int foreign)
            throws IOException {
        List<StrategyUpgrader> upgraders = new ArrayList<>();
        for (String strategy : STRATEGIES) {
            Path bundle = StrategyCatalog.in(Assembly.running().plugins())
                    .choose(strategy)
                    .file();
            upgraders.add(new StrategyUpgrader(
                    bundle,
                    host,
                    pairs.stream()
                            .filter(pair -> pair.strategy().equals(strategy))
                            .toList(),
                    upgraders.size() < foreign));
        }
        return upgraders;
    }
}
