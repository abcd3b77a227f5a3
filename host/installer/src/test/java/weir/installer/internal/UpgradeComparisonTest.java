package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.fixtures.QueryLoad;
import weir.fixtures.host.FrameworkHost;
import weir.installer.HostHarness;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * Answers lost in upgrades by this host, by a dynamic reference of Declarative Services, and by File Install, with the same
 * strategy under the same load. {@code -Dweir.naive.swaps=100} for more upgrades.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class UpgradeComparisonTest {

    private static final int UPGRADES = Integer.getInteger("weir.naive.swaps", 15);
    private static final RebalanceQuery QUERY = HostHarness.query("0x" + "a".repeat(40));

    @TempDir
    Path home;

    @Test
    void thisHostLosesNoAnswer() throws Exception {
        try (HostHarness host = new HostHarness(home)) {
            Files.writeString(host.routes().resolve("default.json"), "{\"strategy\": \"slow\", \"pair\": \"*\"}");
            plugin(0).writeTo(host.plugins().resolve("0.jar"));
            host.awaitAnswer("0");
            try (QueryLoad load = new QueryLoad(() -> !host.ask().isFallback())) {
                for (int upgrade = 1; upgrade <= UPGRADES; upgrade++) {
                    plugin(upgrade).writeTo(host.plugins().resolve(upgrade + ".jar"));
                    host.awaitAnswer(Integer.toString(upgrade));
                    Files.delete(host.plugins().resolve(upgrade - 1 + ".jar"));
                }
                host.awaitPluginCount(1);
                assertEquals(0, lostAnswers("lease and drain", load));
            }
        }
    }

    @Test
    void dynamicReferenceLosesAnswersInProgress() throws Exception {
        try (FrameworkHost framework = framework(Map.of())) {
            Function<RebalanceQuery, Decision> client = client(framework);
            Bundle serving = framework.install(build(0));
            awaitContent(client, 0);
            try (QueryLoad load = new QueryLoad(() -> client.apply(QUERY) != null)) {
                for (int upgrade = 1; upgrade <= UPGRADES; upgrade++) {
                    Bundle next = framework.install(build(upgrade));
                    serving.uninstall();
                    serving = next;
                    awaitContent(client, upgrade);
                }
                assertTrue(lostAnswers("DS dynamic greedy reference", load) > 0);
            }
        }
    }

    @Test
    void fileInstallLosesAnswersDuringUpdates() throws Exception {
        Path directory = Files.createDirectories(home.resolve("deploy"));
        Path file = directory.resolve("slow.jar");
        bundle(0).writeTo(file);
        Map<String, String> settings = Map.of(
                "felix.fileinstall.dir",
                directory.toString(),
                "felix.fileinstall.poll",
                "100",
                "felix.fileinstall.noInitialDelay",
                "true",
                "felix.fileinstall.tmpdir",
                Files.createDirectories(home.resolve("tmp")).toString());
        try (FrameworkHost framework = framework(settings, "org.apache.felix.fileinstall")) {
            Function<RebalanceQuery, Decision> client = client(framework);
            awaitContent(client, 0);
            try (QueryLoad load = new QueryLoad(() -> client.apply(QUERY) != null)) {
                for (int upgrade = 1; upgrade <= UPGRADES; upgrade++) {
                    overwrite(file, upgrade);
                    awaitContent(client, upgrade);
                }
                assertTrue(lostAnswers("File Install", load) > 0);
            }
        }
    }

    /** A framework with Declarative Services and no bundle of the host. */
    private FrameworkHost framework(Map<String, String> settings, String... bundles) throws Exception {
        FrameworkHost.Builder builder = FrameworkHost.in(home.resolve("cache"))
                .share("weir.uniswap.v3", "weir.strategy")
                .bundles(FrameworkHost.DECLARATIVE_SERVICES)
                .bundles(bundles);
        settings.forEach(builder::property);
        return builder.start();
    }

    @SuppressWarnings("unchecked")
    private Function<RebalanceQuery, Decision> client(FrameworkHost framework) throws Exception {
        Path jar = home.resolve("client.jar");
        new BundleBuilder()
                .with("Bundle-SymbolicName", "comparison.client")
                .with("Bundle-Version", "1.0.0")
                .with("Private-Package", "weir.comparison")
                .with("-dsannotations", "weir.comparison.RebindingClient")
                .writeTo(jar);
        framework.install(jar);
        return framework.service(Function.class, "(component.name=weir.comparison.RebindingClient)");
    }

    private static int lostAnswers(String method, QueryLoad load) {
        load.close();
        System.out.printf("%s: %d of %d answers lost in %d upgrades%n", method, load.failed(), load.sent(), UPGRADES);
        return load.failed();
    }

    private static void awaitContent(Function<RebalanceQuery, Decision> client, int number) {
        Await.until(
                () -> {
                    try {
                        return client.apply(QUERY).reason().equals(Integer.toString(number));
                    } catch (RuntimeException e) {
                        return false;
                    }
                },
                () -> number + " does not answer");
    }

    /** File Install recognises a newer file by its modification time. */
    private void overwrite(Path file, int number) throws IOException {
        Path temporary = home.resolve("next.jar");
        bundle(number).writeTo(temporary);
        Files.setLastModifiedTime(temporary, FileTime.from(Instant.now()));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String build(int number) {
        Path file = home.resolve("slow-" + number + ".jar");
        bundle(number).writeTo(file);
        return file.toUri().toString();
    }

    private static BundleBuilder plugin(int number) {
        return bundle(number).with("-dsannotations", "weir.comparison.RoutedSlowStrategy");
    }

    private static BundleBuilder bundle(int number) {
        return new BundleBuilder()
                .with("Bundle-SymbolicName", "comparison.slow")
                .with("Bundle-Version", "1.0." + number)
                .with("-includepackage", "weir.comparison")
                .with("-dsannotations", "weir.comparison.SlowStrategy")
                .with("-includeresource", "content.txt;literal='" + number + "'");
    }
}
