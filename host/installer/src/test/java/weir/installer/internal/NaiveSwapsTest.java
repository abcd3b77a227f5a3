package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Why the host swaps as it does: the same strategy, the same load and the same number of swaps, by this host, by DS rebinding and by
 * File Install. {@code -Dweir.naive.swaps=100} is the long form.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class NaiveSwapsTest {

    private static final int SWAPS = Integer.getInteger("weir.naive.swaps", 15);
    private static final RebalanceQuery QUERY = new RebalanceQuery(
            "job",
            "0x" + "b".repeat(40),
            "0x" + "a".repeat(40),
            8453,
            "round",
            RoundType.EVALUATION,
            1,
            Price.atTick(0),
            List.of(),
            new Inventory(BigInteger.TEN, BigInteger.TEN),
            0,
            10);

    @TempDir
    Path home;

    @Test
    void thisHostLosesNothing() throws Exception {
        try (TestHost host = new TestHost(home)) {
            Files.writeString(host.routes().resolve("default.json"), "{\"strategy\": \"mortal\", \"pair\": \"*\"}");
            mortal(0).to(host.plugins().resolve("0.jar"));
            host.awaitWord("0");
            try (PacedLoad load = new PacedLoad(() -> !host.ask().fallback())) {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    mortal(swap).to(host.plugins().resolve(swap + ".jar"));
                    host.awaitWord(Integer.toString(swap));
                    Files.delete(host.plugins().resolve(swap - 1 + ".jar"));
                }
                TestHost.await(() -> host.pluginBundles().size() == 1, () -> host.pluginBundles()
                        .toString());
                assertEquals(0, said("lease and drain", load));
            }
        }
    }

    @Test
    void rebindingLosesTheAnswersThatAreUnderWay() throws Exception {
        try (NaiveHost host = new NaiveHost(home, null)) {
            Bundle serving = host.install(packed(0));
            awaitContent(host, 0);
            try (PacedLoad load = new PacedLoad(() -> host.ask(QUERY) != null)) {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    Bundle next = host.install(packed(swap));
                    serving.uninstall();
                    serving = next;
                    awaitContent(host, swap);
                }
                assertTrue(said("DS dynamic greedy reference", load) > 0);
            }
        }
    }

    @Test
    void fileInstallLosesWhatComesWhileItUpdates() throws Exception {
        Path folder = Files.createDirectories(home.resolve("deploy"));
        mortal(0).to(folder.resolve("mortal.jar"));
        try (NaiveHost host = new NaiveHost(home, folder)) {
            awaitContent(host, 0);
            try (PacedLoad load = new PacedLoad(() -> host.ask(QUERY) != null)) {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    overwrite(folder.resolve("mortal.jar"), swap);
                    awaitContent(host, swap);
                }
                assertTrue(said("File Install", load) > 0);
            }
        }
    }

    private static int said(String how, PacedLoad load) {
        load.close();
        System.out.printf("%s: %d of %d answers lost in %d swaps%n", how, load.lost(), load.asked(), SWAPS);
        return load.lost();
    }

    private static void awaitContent(NaiveHost host, int number) {
        TestHost.await(
                () -> {
                    try {
                        return host.ask(QUERY).reason().equals(Integer.toString(number));
                    } catch (RuntimeException e) {
                        return false;
                    }
                },
                () -> number + " does not answer");
    }

    /** With the time of its appearance, by which File Install knows that it is newer. */
    private void overwrite(Path file, int number) throws IOException {
        Path beside = home.resolve("next.jar");
        mortal(number).to(beside);
        Files.setLastModifiedTime(beside, FileTime.from(Instant.now()));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String packed(int number) {
        Path file = home.resolve("mortal-" + number + ".jar");
        mortal(number).to(file);
        return file.toUri().toString();
    }

    private static Pack mortal(int number) {
        return new Pack()
                .with("Bundle-SymbolicName", "naive.mortal")
                .with("Bundle-Version", "1.0." + number)
                .with("-includepackage", "weir.naive")
                .with("-dsannotations", "weir.naive.Mortal")
                .with("-includeresource", "content.txt;literal='" + number + "'");
    }
}
