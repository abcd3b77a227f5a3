package weir.runner;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import weir.fixtures.BundleBuilder;
import weir.isolation.ChildSettings;
import weir.isolation.ChildStatus;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.RemoteStrategy;
import weir.isolation.frame.Frame;
import weir.isolation.internal.ChildPool;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;
import weir.testkit.Queries;
import weir.uniswap.v3.TickMath;

/** Real child processes with the strategy {@code weir.scripted}. */
public final class Children implements AutoCloseable {

    private final Path jar;
    /** Added to the clock that counts crashes. */
    final AtomicLong elapsedNanos = new AtomicLong();

    final ChildPool pool;

    Children(Path folder) throws Exception {
        this(folder, Duration.ofSeconds(20));
    }

    Children(Path folder, Duration callLimit) throws Exception {
        jar = folder.resolve("scripted.jar");
        BundleBuilder.of("weir.scripted", "1.0.0", "").writeTo(jar);
        pool = new ChildPool(settings(folder, callLimit), () -> System.nanoTime() + elapsedNanos.get());
    }

    /** With a pool that this object closes. */
    public Children(Path folder, ChildPool pool) throws Exception {
        jar = folder.resolve("scripted.jar");
        BundleBuilder.of("weir.scripted", "1.0.0", "").writeTo(jar);
        this.pool = pool;
    }

    /** With an empty working directory in the folder. */
    public static ChildSettings settings(Path folder) throws IOException {
        return settings(folder, Duration.ofSeconds(20));
    }

    private static ChildSettings settings(Path folder, Duration callLimit) throws IOException {
        return new ChildSettings(classPath(), Files.createDirectories(folder.resolve("empty")), 48, callLimit);
    }

    /** What the strategy reaches of a file in the folder, the network and other programs. */
    public static List<String> reached(RemoteStrategy strategy, Path folder) throws IOException {
        Files.writeString(folder.resolve("secret"), "secret");
        return Stream.of("read ", "write ", "list ", "connect ", "execute ")
                .filter(each -> ask(strategy, each + folder.resolve("secret")).equals("reached"))
                .toList();
    }

    static List<Path> classPath() {
        return Stream.of(Runner.class, Frame.class, RebalanceStrategy.class, TickMath.class)
                .map(Children::location)
                .toList();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public RemoteStrategy create(Level level, String publisher, String word) {
        return create(level, publisher, "hash of " + publisher, word);
    }

    RemoteStrategy create(Level level, String publisher, String hash, String word) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("word", word);
        properties.put("numbers", new Long[] {1L, 2L, 3L});
        properties.put("is.loud", true);
        Placement placement = new Placement(
                publisher, publisher, level, level == Level.EXTERNAL ? List.of("/no/such/wrapper") : List.of());
        return pool.create(
                new RemoteComponent(placement, jar, hash, "weir.scripted.Scripted", "", "end", 2, List.of()),
                properties);
    }

    public static String ask(RemoteStrategy strategy, String job) {
        return strategy.decide(query(job), NO_MARKET).reason();
    }

    /** A query with a job id, which says what the strategy does. */
    static RebalanceQuery query(String job) {
        RebalanceQuery query = Queries.query().build();
        return new RebalanceQuery(
                job,
                query.snLiquidityManagerAddress(),
                query.pairAddress(),
                query.chainId(),
                query.roundId(),
                query.roundType(),
                query.blockNumber(),
                query.currentPrice(),
                query.currentPositions(),
                query.inventoryRemaining(),
                query.rebalancesSoFar(),
                query.tickSpacing());
    }

    static final Market NO_MARKET = new Market() {
        @Override
        public List<Observation> prices(long fromBlock) {
            return List.of();
        }

        @Override
        public List<Swap> swaps(long fromBlock) {
            return List.of();
        }
    };

    public long pid(String publisher) {
        return status(publisher).pid().orElse(-1);
    }

    ChildStatus status(String publisher) {
        return pool.status().stream()
                .filter(status -> status.placement().publisher().equals(publisher))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        pool.close();
    }
}
