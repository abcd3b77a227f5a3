package weir.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import weir.base.WeirException;
import weir.demo.internal.DemoHost;
import weir.launcher.Assembly;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Records the classes that a start of the host loads in a class data sharing (CDS) archive, which makes later starts faster. The
 * archive belongs to one version of Java and one build of Weir; the JVM ignores it if a JAR has changed.
 */
public final class StartRecorder {

    /** Enough to load the classes on the path of a query. */
    private static final int QUERIES = 10;

    private StartRecorder() {}

    /**
     * Starts a host, queries it, stops it and keeps the archive.
     *
     * @return the archive
     * @throws WeirException if the host does not start or the archive cannot be written
     */
    public static Path recordArchive(Assembly assembly) {
        Path archive = assembly.startArchive();
        Path temporary = archive.resolveSibling(archive.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            String route = String.format("{\"pair\": \"%s\", \"strategy\": \"hold\"}%n", query(0).pairAddress());
            try (DemoHost host = DemoHost.start(assembly.recordingStart(temporary), route, Optional.empty())) {
                host.awaitServing(query(0));
                for (int i = 1; i < QUERIES; i++) {
                    host.dendrite().ask(query(i));
                }
            }
            // Another host may start at any time.
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
            return archive;
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot write " + archive,
                    "Make its directory writable; without the archive, Weir starts slower.",
                    e);
        }
    }

    private static RebalanceQuery query(int number) {
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
