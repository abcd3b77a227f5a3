package weir.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.bench.SwapTally.Phase;
import weir.bench.hostile.Harm;
import weir.demo.Dendrite;
import weir.launcher.Home;

/**
 * What other pairs feel of a hostile strategy: their answers' p99 while a pair of it is asked, over that just before, for one harm after
 * the other in one host.
 */
final class HostileMeasurement implements Measurement {

    private static final String SECONDS = "seconds";
    private static final int PAIRS = 4;
    private static final int ASKERS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String summary() {
        return "p99 of other pairs while a hostile strategy is asked, over that before; goal at most 1.1";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SECONDS, 10);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        List<SwappedPair> pairs = new ArrayList<>();
        for (int i = 1; i <= PAIRS; i++) {
            pairs.add(new SwappedPair(i, "hold"));
        }
        Duration half = Duration.ofSeconds(options.get(SECONDS));
        Figures figures = new Figures();
        try (AskedHost asked = AskedHost.start(pairs, HostileMeasurement::prepare)) {
            asked.warmUp(WARM_UP);
            for (Harm harm : Harm.values()) {
                SwapTally tally = new SwapTally();
                try (OpenLoad load = asked.load(tally)) {
                    Thread.sleep(half.toMillis());
                    load.phase(Phase.SWAPPING);
                    ask(asked, harm, half);
                }
                progress.printf("  %s: %d answers of other pairs lost%n", harm.key(), tally.lost());
                figures.add(harm.key() + "_p99_ratio", tally.p99Ratio(), "of other pairs; goal 1.1")
                        .add(harm.key() + "_lost", tally.lost(), "answers of other pairs; goal 0");
            }
        }
        return figures;
    }

    private static void prepare(Home home) throws IOException {
        for (Harm harm : Harm.values()) {
            Files.writeString(
                    home.routes().resolve(harm.key().replace('_', '-') + ".json"),
                    String.format("{\"pair\": \"%s\", \"strategy\": \"%s\"}%n", harm.pair(), HostileBundle.STRATEGY));
        }
        HostileBundle.write(home.plugins().resolve("hostile.jar"));
    }

    /** Some at once and again and again: what comes back is the router's business, that something does is ours. */
    private static void ask(AskedHost asked, Harm harm, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            Dendrite dendrite = asked.validator(i);
            Thread asker = new Thread(() -> ask(dendrite, asked.host().port(), harm, end), "asker " + harm);
            asker.start();
            askers.add(asker);
        }
        for (Thread asker : askers) {
            asker.join();
        }
    }

    private static void ask(Dendrite dendrite, int port, Harm harm, long end) {
        try (Connection connection = new Connection(port)) {
            while (System.nanoTime() < end) {
                connection.exchange(Query.bytes(dendrite.request(Query.about(harm.pair()))));
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
