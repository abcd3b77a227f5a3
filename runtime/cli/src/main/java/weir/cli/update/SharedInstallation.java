package weir.cli.update;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.cli.share.DownloadLine;
import weir.cli.share.DownloadOptions;
import weir.cli.share.ShareOptions;
import weir.cli.share.Verifiers;
import weir.installer.trust.ProvenanceFiles;
import weir.launcher.Home;
import weir.report.ProgressLine;
import weir.share.fetch.JarCache;
import weir.share.fetch.SharedBundle;
import weir.share.fetch.SharedBundle.Wanted;
import weir.share.update.InstalledBundles;

/** Options of {@code weir install NAME@RANGE}. */
public final class SharedInstallation {

    @Option(names = "--from", paramLabel = "ALIAS", description = "Publisher of a NAME; needed if several have it.")
    private String from;

    @Mixin
    private AcceptOptions accepted;

    @Mixin
    private DownloadOptions downloads;

    /**
     * Chooses a bundle, shows it in one line, fetches and verifies it, and passes it to the host.
     *
     * @param host installs a JAR and returns the host's answer
     */
    public JsonElement install(String text, Home home, Function<byte[], JsonElement> host) throws IOException {
        SharedBundle chosen = SharedBundle.choose(
                ShareOptions.known(home),
                Wanted.parse(text, Optional.ofNullable(from), accepted.isStale())
                        .respecting(ShareOptions.trustFile(home).read()),
                Verifiers.platform().exported(),
                Clock.systemUTC().instant());
        chosen.requireAccepted(
                InstalledBundles.shared(home.plugins(), new ProvenanceFiles(home.data())), accepted.permissions());
        System.err.println("installing " + chosen.describe());
        return install(chosen, read(chosen, home, downloads), home, host);
    }

    /** Reads and verifies the JAR, with progress. */
    static byte[] read(SharedBundle chosen, Home home, DownloadOptions downloads) {
        JarCache cache = new JarCache(home.data());
        if (cache.contains(chosen.bundle())) {
            System.err.println("using the verified copy in " + cache.source());
        }
        try (DownloadLine line = new DownloadLine(ProgressLine::onError)) {
            return chosen.read(
                    Verifiers.jars(), cache, downloads.opener(line), warning -> System.err.println("weir: " + warning));
        }
    }

    /** Stores the provenance of a verified JAR and passes the JAR to the host. */
    static JsonElement install(SharedBundle chosen, byte[] jar, Home home, Function<byte[], JsonElement> host)
            throws IOException {
        // Before the installation: an installed JAR without provenance would count as one of the operator's own.
        new ProvenanceFiles(home.data())
                .write(chosen.provenance(Clock.systemUTC().instant()));
        return host.apply(jar);
    }
}
