package weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import weir.demo.BundleVersionRewriter;

/**
 * Swaps one strategy as its author would: the next version into the plugins folder, and when all of its pairs answer with it,
 * the old file out. Installing, draining and uninstalling are the host's business. For one thread.
 */
final class Swapper {

    private final Path bundle;
    private final String name;
    private final Host host;
    private final List<SwappedPair> pairs;
    private final Samples times = new Samples();
    private final Samples firstAnswers = new Samples();
    private String version;
    private Path installed;

    /**
     * @param bundle the bundle as it is shipped
     * @param pairs those that the strategy serves
     */
    Swapper(Path bundle, Host host, List<SwappedPair> pairs) throws IOException {
        this.bundle = bundle;
        this.name = bundle.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "");
        this.host = host;
        this.pairs = pairs;
        this.version = BundleVersionRewriter.versionOf(bundle);
        this.installed = host.home().plugins().resolve(bundle.getFileName());
    }

    /** @throws weir.base.WeirException if the new version does not come to serve all pairs */
    void swap() throws IOException, InterruptedException {
        String next = BundleVersionRewriter.next(version);
        int number = SwappedPair.number(next);
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

    /** From the new file's appearance to the first answer of the new version on the last of the pairs. */
    Samples times() {
        return times;
    }

    /** From the new file's appearance to the first answer of the new version on any of the pairs. */
    Samples firstAnswers() {
        return firstAnswers;
    }

    /** Whether its newest version is the only one among the files of installed bundles. */
    boolean isAlone(Collection<String> files) {
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
