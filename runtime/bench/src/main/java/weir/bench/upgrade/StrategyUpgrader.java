package weir.bench.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import weir.base.Sha256;
import weir.bench.host.MeasuredHost;
import weir.bench.load.Durations;
import weir.bench.load.TestPair;
import weir.demo.BundleVersionRewriter;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;

/**
 * Upgrades one strategy as its author would: writes the next version to the plugins directory and deletes the old file when all pairs
 * answer with the new version. Not thread-safe.
 */
final class StrategyUpgrader {

    /** Its level is the default one, fenced. */
    private static final String PUBLISHER = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    private final Path bundle;
    private final String name;
    private final MeasuredHost host;
    private final List<TestPair> pairs;
    private final boolean isForeign;
    private final Durations times = new Durations();
    private final Durations firstAnswers = new Durations();
    private String version;
    private Path installed;

    /**
     * @param bundle the shipped bundle
     * @param pairs the pairs that the strategy serves
     * @param isForeign whether its new versions come from another publisher, so that they run in a fenced child process
     */
    StrategyUpgrader(Path bundle, MeasuredHost host, List<TestPair> pairs, boolean isForeign) throws IOException {
        this.bundle = bundle;
        this.name = bundle.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "");
        this.host = host;
        this.pairs = pairs;
        this.isForeign = isForeign;
        this.version = BundleVersionRewriter.versionOf(bundle);
        this.installed = host.home().plugins().resolve(bundle.getFileName());
    }

    /** @throws weir.base.WeirException if the new version does not serve all pairs in time */
    void upgrade() throws IOException, InterruptedException {
        String next = BundleVersionRewriter.next(version);
        int number = TestPair.patchNumber(next);
        Path file = host.home().plugins().resolve(name + "-" + next + ".jar");
        long begun = System.nanoTime();
        if (isForeign) {
            installFromPublisher(next, file);
        } else {
            BundleVersionRewriter.install(bundle, next, file);
        }
        String otherwise = name + " " + next + " does not serve";
        host.await(otherwise, () -> pairs.stream().anyMatch(pair -> pair.newest() >= number));
        firstAnswers.add(System.nanoTime() - begun);
        host.await(otherwise, () -> pairs.stream().allMatch(pair -> pair.newest() >= number));
        times.add(System.nanoTime() - begun);
        Files.delete(installed);
        installed = file;
        version = next;
    }

    /** As {@code weir install} does: the origin is recorded before the file is in the plugins directory. */
    private void installFromPublisher(String next, Path file) throws IOException {
        Path directory = Files.createDirectories(host.home().data().resolve("downloads"));
        Path jar = directory.resolve(file.getFileName());
        BundleVersionRewriter.install(bundle, next, jar);
        new ProvenanceFiles(host.home().data())
                .write(new Provenance(
                        Sha256.of(jar), name, next, PUBLISHER, "bench", 1, "ab", Set.of(), Instant.EPOCH));
        Files.move(jar, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Durations from the new file to the first answer of the new version on the last pair. */
    Durations times() {
        return times;
    }

    /** Durations from the new file to the first answer of the new version on any pair. */
    Durations firstAnswers() {
        return firstAnswers;
    }

    /** Whether the newest version is the only installed one. */
    boolean isOnlyVersion(Collection<String> files) {
        return files.stream()
                .filter(file -> file.startsWith(name + "-"))
                .toList()
                .equals(List.of(installed.getFileName().toString()));
    }

    @Override
    public String toString() {
        return name;
    }
}
