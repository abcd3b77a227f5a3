package weir.bench.host;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.hostile.Fault;
import weir.bench.hostile.FaultyStrategy;
import weir.bench.load.AnswerStats;
import weir.bench.load.AnswerStats.Phase;
import weir.bench.load.Connection;
import weir.bench.load.OpenLoopLoad;
import weir.bench.load.SampleQuery;
import weir.bench.load.TestPair;
import weir.fixtures.BundleBuilder;
import weir.launcher.Home;
import weir.protocol.synapse.Dendrite;

/**
 * The effect of a faulty strategy on other pairs: their p99 while the faulty pair is queried, over that before. Measures one fault after
 * the other in one host.
 */
public final class HostileMeasurement implements Measurement {

    private static final String SECONDS = "seconds";
    private static final int PAIRS = 4;
    private static final int CLIENTS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String summary() {
        return "p99 of other pairs while a faulty strategy is queried, over that before; goal at most 1.1";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SECONDS, 10);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        List<TestPair> pairs = new ArrayList<>();
        for (int i = 1; i <= PAIRS; i++) {
            pairs.add(new TestPair(i, "hold"));
        }
        Duration phaseDuration = Duration.ofSeconds(options.get(SECONDS));
        Figures figures = new Figures();
        try (LoadedHost loaded = LoadedHost.start(pairs, HostileMeasurement::prepare)) {
            loaded.warmUp(WARM_UP);
            for (Fault fault : Fault.values()) {
                AnswerStats stats = new AnswerStats();
                try (OpenLoopLoad load = loaded.load(stats)) {
                    Thread.sleep(phaseDuration.toMillis());
                    load.phase(Phase.DISTURBED);
                    queryFaultyPair(loaded, fault, phaseDuration);
                }
                progress.printf("  %s: %d answers of other pairs lost%n", fault.key(), stats.lost());
                figures.add(fault.key() + "_p99_ratio", stats.p99Ratio(), "of other pairs; goal 1.1")
                        .add(fault.key() + "_lost", stats.lost(), "answers of other pairs; goal 0");
            }
        }
        return figures;
    }

    private static void prepare(Home home) throws IOException {
        for (Fault fault : Fault.values()) {
            Files.writeString(
                    home.routes().resolve(fault.key().replace('_', '-') + ".json"),
                    String.format("{\"pair\": \"%s\", \"strategy\": \"%s\"}%n", fault.pair(), FaultyStrategy.NAME));
        }
        BundleBuilder.of(FaultyStrategy.class.getPackageName(), "1.0.0", "")
                .writeTo(home.plugins().resolve("hostile.jar"));
    }

    /** Queries the faulty pair from several threads; every answer is accepted, a missing one is an error. */
    private static void queryFaultyPair(LoadedHost loaded, Fault fault, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Dendrite dendrite = loaded.dendrite(i);
            Thread thread =
                    new Thread(() -> queryFaultyPair(dendrite, loaded.host().port(), fault, end), "client " + fault);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void queryFaultyPair(Dendrite dendrite, int port, Fault fault, long end) {
        try (Connection connection = new Connection(port)) {
            while (System.nanoTime() < end) {
                connection.exchange(SampleQuery.toBytes(dendrite.request(SampleQuery.of(fault.pair()))));
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
