package weir.bench.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import weir.bench.host.MeasuredHost;
import weir.bench.load.Durations;
import weir.bench.load.TestPair;
import weir.demo.BundleVersionRewriter;

/**
 * Upgrades one strategy as its author would: writes the next version to the plugins directory and deletes the old file when all pairs
 * answer with the new version. Not thread-safe.
 */
final class StrategyUpgrader {

    private final Path bundle;
    private final String name;
    private final MeasuredHost host;
    private final List<TestPair> pairs;
    private final Durations times = new Durations();
    private final Durations firstAnswers = new Durations();
    private String version;
    private Path installed;

    /**
     * @param bundle the shipped bundle
     * @param pairs the pairs that the strategy serves
     */
    StrategyUpgrader(Path bundle, MeasuredHost host, List<TestPair> pairs) throws IOException {
        this.bundle = bundle;
        this.name = bundle.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "");
        this.host = host;
        this.pairs = pairs;
        this.version = BundleVersionRewriter.versionOf(bundle);
        this.installed = host.home().plugins().resolve(bundle.getFileName());
    }

    /** @throws weir.base.WeirException if the new version does not serve all pairs in time */
    void upgrade() throws IOException, InterruptedException {
        String next = BundleVersionRewriter.next(version);
        int number = TestPair.patchNumber(next);
        Path file = host.home().plugins().resolve(name + "-" + next + ".jar");
        long begun = System.nanoTime();
        BundleVersionRewriter.install(bundle, next, file);
        String otherwise = name + " " + next + " does not serve";
        host.await(otherwise, () -> pairs.stream().anyMatch(pair -> pair.newest() >= number));
        firstAnswers.add(System.nanoTime() - begun);
        host.await(otherwise, () -> pairs.stream().allMatch(pair -> pair.newest() >= number));
        times.add(System.nanoTime() - begun);
        Files.delete(installed);
        installed = file;
        version = next;
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
