package weir.cli.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;
import weir.installer.trust.ProvenanceFiles;

/**
 * The JARs that executors of a cluster may run. Executors have no fence, so code of other publishers never runs there, whatever level the
 * operator has chosen for this machine.
 */
final class ClusterPlugins {

    private ClusterPlugins() {}

    /**
     * The strategy's JAR and the operator's own JARs in its directory, whose packages it may import.
     *
     * @param data directory {@code data} of the home, which records from whom JARs were installed
     * @throws WeirException if the strategy was installed from a publisher
     */
    static List<Path> of(PackagedStrategy strategy, Path data) {
        ProvenanceFiles provenance = new ProvenanceFiles(data);
        List<Path> own = new ArrayList<>();
        try (Stream<Path> files = Files.list(strategy.file().toAbsolutePath().getParent())) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
                    .sorted()
                    .toList()) {
                Optional<String> publisher = provenance.publisher(Sha256.of(jar));
                if (publisher.isEmpty()) {
                    own.add(jar);
                } else if (Files.isSameFile(jar, strategy.file())) {
                    throw WeirException.usage(
                            strategy + " was installed from the publisher " + publisher.get()
                                    + ", and executors of a cluster would run it without a fence",
                            "Run the sweep on this machine, without --engine, or with --shard on several ones.");
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read the JARs beside " + strategy.file(), "Make them readable.", e);
        }
        return own;
    }
}
