package weir.itest.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.embedded.EmbeddedFramework;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.fixtures.JarBuilder;
import weir.launcher.Assembly;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;
import weir.testkit.Queries;

/** The embedded framework for backtests with the shipped strategies and the assembled bundles. */
class EmbeddedFrameworkTest {

    private static final Assembly ASSEMBLY =
            new Assembly(Path.of("../app/target/weir").toAbsolutePath().normalize());
    private static final PackagedStrategy FOLLOWER =
            StrategyCatalog.in(ASSEMBLY.plugins()).choose("range-follower");

    private static final RebalanceQuery QUERY = Queries.query().tickSpacing(10).build();

    @Test
    void eachInstanceHasItsOwnParameters() {
        try (EmbeddedFramework framework = EmbeddedFramework.start(ASSEMBLY::systemBundle);
                StrategyInstance wide = framework.create(FOLLOWER, Map.of());
                StrategyInstance narrow = framework.create(FOLLOWER, Map.of("halfWidth", 50L))) {
            assertNotSame(wide.strategy(), narrow.strategy());
            assertEquals(2_000, upper(wide));
            assertEquals(50, upper(narrow));
        }
    }

    @Test
    void instancesAreCreatedConcurrently() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (EmbeddedFramework framework = EmbeddedFramework.start(ASSEMBLY::systemBundle)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 1; i <= 40; i++) {
                long halfWidth = 10L * i;
                tasks.add(() -> {
                    try (StrategyInstance made = framework.create(FOLLOWER, Map.of("halfWidth", halfWidth))) {
                        return upper(made);
                    }
                });
            }
            List<Future<Integer>> uppers = threads.invokeAll(tasks);
            for (int i = 1; i <= 40; i++) {
                assertEquals(10 * i, uppers.get(i - 1).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void strategyThatDoesNotStartNamesTheReason() {
        try (EmbeddedFramework framework = EmbeddedFramework.start(ASSEMBLY::systemBundle)) {
            WeirException failure =
                    assertThrows(WeirException.class, () -> framework.create(FOLLOWER, Map.of("halfWidth", 0L)));
            assertTrue(failure.getMessage().contains("halfWidth = 0.0 is outside"), failure.getMessage());
        }
    }

    @Test
    void severalFrameworksRunAtTheSameTime() {
        try (EmbeddedFramework one = EmbeddedFramework.start(ASSEMBLY::systemBundle);
                EmbeddedFramework other = EmbeddedFramework.start(ASSEMBLY::systemBundle);
                StrategyInstance here = one.create(FOLLOWER, Map.of());
                StrategyInstance there = other.create(FOLLOWER, Map.of())) {
            assertEquals(upper(here), upper(there));
        }
    }

    /** Each as the strategy itself, and as the neighbour of a good strategy. */
    @Test
    void ambiguousManifestIsRejected(@TempDir Path plugins) throws Exception {
        String valid = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: my.bad\n"
                + "Bundle-Version: 1.0.0\n";
        String header = "Bundle-Activator: my.Activator";
        List<String> manifests = List.of(
                valid + header, valid + "\rName: x\r\n" + header + "\r\n\n", valid + "\n X-A: b\n" + header + "\n");
        Path good = Files.copy(
                FOLLOWER.file(), plugins.resolve(FOLLOWER.file().getFileName().toString()));
        try (EmbeddedFramework framework = EmbeddedFramework.start(ASSEMBLY::systemBundle)) {
            for (int i = 0; i < manifests.size(); i++) {
                Path bad = new JarBuilder()
                        .manifest(manifests.get(i).getBytes(StandardCharsets.ISO_8859_1))
                        .writeTo(plugins.resolve("bad" + i + ".jar"));
                PackagedStrategy jar = new PackagedStrategy(bad, "bad", FOLLOWER.version(), FOLLOWER.parameters());
                WeirException failure = assertThrows(WeirException.class, () -> framework.create(jar, Map.of()));
                assertTrue(failure.getMessage().contains("its manifest is invalid"), failure.getMessage());
            }
            PackagedStrategy jar =
                    new PackagedStrategy(good, FOLLOWER.strategy(), FOLLOWER.version(), FOLLOWER.parameters());
            try (StrategyInstance instance = framework.create(jar, Map.of())) {
                assertEquals(2_000, upper(instance));
            }
        }
    }

    private static int upper(StrategyInstance instance) {
        Decision decision = instance.strategy().decide(QUERY, EMPTY_MARKET);
        return assertInstanceOf(Decision.Rebalance.class, decision)
                .positions()
                .get(0)
                .tickUpper();
    }

    private static final Market EMPTY_MARKET = new Market() {
        @Override
        public List<Observation> prices(long fromBlock) {
            return List.of();
        }

        @Override
        public List<Swap> swaps(long fromBlock) {
            return List.of();
        }
    };
}
