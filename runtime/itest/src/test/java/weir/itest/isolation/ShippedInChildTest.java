package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.Sha256;
import weir.fixtures.Await;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;

/** Each strategy that ships with Weir decides in a fenced child process as in the host. */
class ShippedInChildTest {

    /** Prices far below, within and far above the range of the query's position. */
    private static final List<String> PRICES =
            List.of("1.4614467034852102e+33", "7.922816251426434e+28", "7.922816251426434e+26");

    private static final List<String> USES = List.of("warm-up", "host", "child");

    @TempDir
    Path home;

    @Test
    void shippedStrategiesDecideInAChildProcessAsInTheHost() throws Exception {
        TestMachine.require(false);
        List<Path> jars;
        try (Stream<Path> shipped = Files.list(WeirCommand.INSTALLATION.resolve("plugins"))) {
            jars = shipped.sorted().toList();
        }
        List<String> strategies = jars.stream()
                .map(jar -> jar.getFileName().toString().replaceFirst("^weir\\.(.*)-[0-9.]+\\.jar$", "$1"))
                .toList();
        try (ChildHost host = ChildHost.start(home, "--axon.ip", "127.0.0.1")) {
            for (String strategy : strategies) {
                for (String use : USES) {
                    Files.writeString(
                            home.resolve("conf/routes/" + strategy + "." + use + ".json"),
                            "{\"pair\": \"" + pool(strategy, use) + "\", \"strategy\": \"" + strategy + "\"}");
                }
            }
            awaitInstalled(host, jars, 1);
            List<String> inHost = decisions(host, strategies, "host");
            for (Path jar : jars) {
                writeProvenance(jar);
            }
            awaitInstalled(host, jars, 2);
            List<String> inChild = decisions(host, strategies, "child");
            assertEquals(
                    1, ProcessHandle.of(host.pid()).orElseThrow().children().count(), "child processes");
            assertEquals(String.join("\n", inHost), String.join("\n", inChild));
        }
    }

    /** A pool of its own for each use, because strategies see the prices of earlier queries about a pool. */
    private static String pool(String strategy, String use) {
        return String.format("0x%032x%08x", USES.indexOf(use) + 1, strategy.hashCode());
    }

    /** A change of the level is logged as an installation. */
    private static void awaitInstalled(ChildHost host, List<Path> jars, int times) {
        Await.until(
                () -> jars.stream()
                        .allMatch(jar -> host.output()
                                        .lines()
                                        .filter(line -> line.contains(jar.getFileName() + ": ")
                                                && line.contains("is installed"))
                                        .count()
                                >= times),
                host::output);
    }

    private static List<String> decisions(ChildHost host, List<String> strategies, String use) throws Exception {
        List<String> decisions = new ArrayList<>();
        for (String strategy : strategies) {
            host.await(strategy + " answers", () -> !host.ask(pool(strategy, "warm-up"))
                    .contains("fallback"));
            for (String price : PRICES) {
                String body = RebalanceBodies.validFor(pool(strategy, use))
                        .replace(PRICES.get(0), price)
                        .replace("\"job-1\"", "\"" + price + "\"");
                JsonObject answer = JsonParser.parseString(
                                host.ask(host.axonUri("127.0.0.1"), body).body())
                        .getAsJsonObject();
                decisions.add(answer.get("accepted") + " " + answer.get("desired_positions") + " "
                        + answer.get("miner_metadata").toString().replace("." + use, ""));
            }
        }
        return decisions;
    }

    private void writeProvenance(Path jar) throws Exception {
        String sha256 = Sha256.of(jar);
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(
                        sha256, "shipped", "1.0.0", ProbedHost.PUBLISHER, "lp", 1, "ab", Set.of(), Instant.EPOCH));
    }
}
