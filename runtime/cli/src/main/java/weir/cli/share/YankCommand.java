package weir.cli.share;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.installer.trust.Severity;
import weir.installer.trust.Yank;
import weir.share.repository.DirectorySource;
import weir.share.repository.IndexedBundle;
import weir.share.repository.RepositoryPublisher;
import weir.share.repository.VerifiedRepository;

/** {@code weir yank BUNDLE --repo DIR}. */
@Command(
        name = "yank",
        description = {
            "Withdraws a published bundle from your repository, and publishes the repository again.",
            "Hosts of users apply it after their next `weir update --check`."
        },
        sortOptions = false)
public final class YankCommand implements Runnable {

    private static final int DAYS = 90;

    @Parameters(paramLabel = "SHA256|NAME@VERSION", description = "The bundle, as `weir verify DIRECTORY` shows it.")
    private String bundle;

    @Option(names = "--repo", required = true, paramLabel = "DIRECTORY", description = "Your repository.")
    private Path directory;

    @Option(
            names = "--severity",
            required = true,
            paramLabel = "warn|hold|stop",
            description = {
                "warn shows a warning; hold rejects installations and keeps running strategies on their routes;",
                "stop also removes the bundle from its routes."
            })
    private String severity;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "One line for your users.")
    private String reason;

    @Option(names = "--instead", paramLabel = "VERSION", description = "Version that replaces it.")
    private String instead;

    @Option(names = "--expires", paramLabel = "DAYS", description = "Days until it must be published again (90).")
    private int days = DAYS;

    @Mixin
    private SigningOptions signing;

    @Option(names = "--json", description = "Shows the result as JSON.")
    private boolean json;

    @Override
    public void run() {
        Duration validity = SigningOptions.validity(days);
        IndexedBundle chosen =
                VerifiedRepository.read(new DirectorySource(directory), Optional.empty()).bundles().stream()
                        .filter(each ->
                                each.sha256().equals(bundle) || (each.name() + "@" + each.version()).equals(bundle))
                        .findFirst()
                        .orElseThrow(() -> WeirException.usage(
                                directory + " has no bundle " + bundle,
                                "`weir verify " + directory + "` lists the bundles."));
        Yank yank = new Yank(chosen.sha256(), severity(severity), reason, Optional.ofNullable(instead));
        VerifiedRepository published = new RepositoryPublisher(directory, Verifiers.jars(), Clock.systemUTC())
                .publish(
                        new RepositoryPublisher.Request(
                                Optional.empty(), Optional.empty(), List.of(), List.of(yank), validity),
                        signing.signer());
        if (json) {
            System.out.println(Verifiers.json(published));
        } else {
            System.out.println("withdrew " + chosen + " (" + severity + "), sequence "
                    + published.head().sequence() + ". Copy the directory to your web server.");
        }
    }

    static Severity severity(String text) {
        try {
            return Severity.of(text);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "Give one of these.");
        }
    }
}
