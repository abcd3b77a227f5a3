package weir.spark.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StoredMarket;
import weir.backtest.replay.StrategyGroup;
import weir.backtest.sweep.BuildIdentity;
import weir.backtest.sweep.LocalEngine;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;
import weir.embedded.ClusterEngine;
import weir.embedded.EmbeddedFramework;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.launcher.Assembly;

/** A shipped strategy over a seeded market of twelve rounds, and engines that play it. */
final class SparkFixture implements AutoCloseable {

    static final Assembly ASSEMBLY =
            new Assembly(Path.of("../app/target/weir").toAbsolutePath().normalize());
    static final PackagedStrategy STRATEGY =
            StrategyCatalog.in(ASSEMBLY.plugins()).choose("range-follower");
    /** Two executors with one core each. */
    static final String CLUSTER = "local-cluster[2,1,512]";

    final Path folder;
    private final StoredMarket market;
    final BacktestPlan plan;

    SparkFixture(Path folder) throws IOException {
        this.folder = folder;
        this.market = new StoredMarket(folder.resolve("history"));
        this.plan = market.run(450);
        Path ownJar = folder.resolve("weir.spark.jar");
        writeJar(Path.of("target/classes"), ownJar);
        List<String> jars = new ArrayList<>(
                BuildIdentity.jars().values().stream().map(Path::toString).toList());
        jars.add(ownJar.toString());
        System.setProperty("spark.jars", String.join(",", jars));
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.executor.memory", "512m");
    }

    static List<Trial> trials(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Trial(i, Map.of("halfWidth", Integer.toString(500 + 10 * i))))
                .toList();
    }

    SweepEngine spark(String master) {
        return spark(master, Optional.empty());
    }

    SweepEngine spark(String master, Optional<String> sharedDirectory) {
        return new SparkCluster()
                .connect(
                        new ClusterEngine.Job(plan, STRATEGY, List.of(STRATEGY.file()), ASSEMBLY.systemBundles()),
                        new ClusterEngine.Settings(Optional.of(master), sharedDirectory));
    }

    /** A local engine with one thread, which the caller closes. */
    SweepEngine local() {
        EmbeddedFramework framework = EmbeddedFramework.start(ASSEMBLY::systemBundle);
        LocalEngine engine = new LocalEngine(
                1,
                StrategyGroup.DEFAULT_MEMBERS,
                new TrialRunner(plan, values -> framework.create(STRATEGY, STRATEGY.readParameters(values))));
        return new SweepEngine() {
            @Override
            public void play(List<Trial> trials, List<Chunk> chunks, Listener listener)
                    throws IOException, InterruptedException {
                engine.play(trials, chunks, listener);
            }

            @Override
            public void close() {
                framework.close();
            }
        };
    }

    /** The results of a local sweep, by index of the trial. */
    Map<Integer, ChunkResult> playLocally(List<Trial> trials, List<Chunk> chunks) throws Exception {
        try (SweepEngine engine = local()) {
            return play(engine, trials, chunks);
        }
    }

    static Map<Integer, ChunkResult> play(SweepEngine engine, List<Trial> trials, List<Chunk> chunks) throws Exception {
        Map<Integer, ChunkResult> results = new TreeMap<>();
        engine.play(trials, chunks, (trial, rounds) -> {
            if (results.put(trial.index(), rounds) != null) {
                throw new IllegalStateException("trial " + trial.index() + " was delivered twice");
            }
        });
        return results;
    }

    private static void writeJar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
    }

    @Override
    public void close() {
        market.close();
        System.clearProperty("spark.jars");
        System.clearProperty("spark.driver.host");
        System.clearProperty("spark.executor.memory");
    }
}
