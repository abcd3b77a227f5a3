package weir.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import weir.base.WeirException;
import weir.demo.internal.DemoHost;
import weir.launcher.Assembly;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Records which classes a start loads, in the JVM's own form (class data sharing), so that later starts need not parse and verify
 * them. Belongs to one build of Weir and one version of Java: {@code bin/weir} uses it only with that Java, and the JVM itself
 * refuses it when a JAR has changed.
 */
public final class StartRecorder {

    /** Enough that the way of a question is loaded; compiled code is not recorded. */
    private static final int QUESTIONS = 10;

    private final Assembly assembly;

    /** @param assembly what is started */
    public StartRecorder(Assembly assembly) {
        this.assembly = assembly;
    }

    /**
     * Starts a host, asks it, stops it, and keeps what the JVM recorded.
     *
     * @return where it is
     */
    public Path make() {
        Path archive = assembly.startArchive();
        Path beside = archive.resolveSibling(archive.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            String route = String.format(
                    "{\"pair\": \"%s\", \"strategy\": \"hold\"}%n", question(0).pairAddress());
            try (DemoHost host = DemoHost.start(assembly.recordingStart(beside), route)) {
                host.awaitServing(question(0));
                for (int i = 1; i < QUESTIONS; i++) {
                    host.dendrite().ask(question(i));
                }
            }
            // A start of another Java must never meet half a file.
            Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
            return archive;
        } catch (IOException e) {
            throw WeirException.failed(
                    "no start was recorded in " + archive.getParent(),
                    "Make the folder writable; without it Weir works, and starts slower.",
                    e);
        }
    }

    private static RebalanceQuery question(int number) {
        return new RebalanceQuery(
                "weir-record",
                "0x" + "da".repeat(20),
                "0x" + "5eed".repeat(10),
                8453,
                "weir-record",
                RoundType.EVALUATION,
                30_000_000L + 100L * number,
                Price.atTick(-196_256),
                List.of(),
                new Inventory(BigInteger.TEN.pow(18), BigInteger.TEN.pow(9)),
                0,
                200);
    }
}
