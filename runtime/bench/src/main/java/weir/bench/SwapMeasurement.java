package weir.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.embedded.StrategyCatalog;
import weir.launcher.Assembly;

/**
 * Strategies swapped under load in the assembled host: signed questions go on at a fixed rate on several pairs, while each of
 * the shipped strategies is replaced by its next version again and again.
 */
final class SwapMeasurement implements Measurement {

    private static final String SWAPS = "swaps";
    private static final List<String> STRATEGIES = List.of("hold", "range-follower", "volatility-width");
    private static final int PAIRS_EACH = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String summary() {
        return "strategies swapped under 200 signed requests/s; goal no answer lost, p99 at most 1.5 of that at rest";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SWAPS, 10_000);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        List<SwappedPair> pairs = pairs();
        SwapTally tally = new SwapTally();
        try (AskedHost asked = AskedHost.start(pairs, home -> {})) {
            Host host = asked.host();
            progress.printf(
                    "  %d pairs, %d strategies, signed requests of %d verified validators at %d/s%n",
                    pairs.size(), STRATEGIES.size(), AskedHost.VALIDATORS, AskedHost.PER_SECOND);
            List<Swapper> swappers = swappers(host, pairs);
            asked.warmUp(WARM_UP);
            double before = host.residentBytes() / 1e6;
            Figures held;
            try (OpenLoad load = asked.load(tally)) {
                SwapTurns turns = new SwapTurns(host, swappers, load, tally);
                turns.run(options.get(SWAPS), progress);
                held = turns.figures();
            }
            Samples times = new Samples();
            Samples first = new Samples();
            swappers.forEach(swapper -> {
                times.addAll(swapper.times());
                first.addAll(swapper.firstAnswers());
            });
            tally.troubles().forEach(trouble -> progress.println("  " + trouble));
            return new Figures()
                    .add("swaps", times.count(), "installed, took over, the old one drained and uninstalled")
                    .addAll(tally.figures())
                    .add("first_answer_ms_p50", first.ms(0.5), "from the new file's appearance to its first answer")
                    .add("first_answer_ms_max", first.ms(1), "the longest of these; goal under 1,000 ms")
                    .add("swap_ms_p50", times.ms(0.5), "from the new file's appearance to its answers on all pairs")
                    .add("swap_ms_p99", times.ms(0.99), "99th percentile of the same")
                    .addAll(held)
                    .add("host_rss_before_mb", before, "resident memory of the host before the first swap")
                    .add("host_rss_after_mb", host.residentBytes() / 1e6, "and after the last one");
        }
    }

    private static List<SwappedPair> pairs() {
        List<SwappedPair> pairs = new ArrayList<>();
        for (int i = 0; i < STRATEGIES.size() * PAIRS_EACH; i++) {
            pairs.add(new SwappedPair(i + 1, STRATEGIES.get(i % STRATEGIES.size())));
        }
        return pairs;
    }

    private static List<Swapper> swappers(Host host, List<SwappedPair> pairs) throws IOException {
        List<Swapper> swappers = new ArrayList<>();
        for (String strategy : STRATEGIES) {
            Path bundle = StrategyCatalog.in(Assembly.running().plugins())
                    .choose(strategy)
                    .file();
            swappers.add(new Swapper(
                    bundle,
                    host,
                    pairs.stream()
                            .filter(pair -> pair.strategy().equals(strategy))
                            .toList()));
        }
        return swappers;
    }
}
