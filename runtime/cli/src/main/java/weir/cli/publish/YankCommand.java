package weir.cli.publish;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.installer.trust.Severity;
import weir.installer.trust.Yank;
import weir.share.repository.DirectorySource;
import weir.share.repository.IndexedBundle;
import weir.share.repository.RepositoryPublisher.Request;
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

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    @Parameters(
            paramLabel = "SHA256|NAME@VERSION",
            description = {
                "The bundle, as `weir verify DIRECTORY` shows it. A hash may also be that of a JAR that is not in the",
                "repository: one that a thief of your key has published."
            })
    private String bundle;

    @Mixin
    private RepositoryOptions options;

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

    @Override
    public void run() {
        Optional<IndexedBundle> indexed =
                VerifiedRepository.read(new DirectorySource(options.directory()), Optional.empty()).bundles().stream()
                        .filter(each ->
                                each.sha256().equals(bundle) || (each.name() + "@" + each.version()).equals(bundle))
                        .findFirst();
        if (indexed.isEmpty() && !SHA_256.matcher(bundle).matches()) {
            throw WeirException.usage(
                    options.directory() + " has no bundle " + bundle,
                    "`weir verify " + options.directory()
                            + "` lists the bundles. Name a JAR of another repository by its hash.");
        }
        Yank yank = new Yank(
                indexed.map(IndexedBundle::sha256).orElse(bundle),
                severity(severity),
                reason,
                Optional.ofNullable(instead));
        VerifiedRepository published = options.publish(new Request(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(yank),
                options.expiry().validity(RepositoryOptions.DAYS)));
        options.show(published, () -> {
            System.out.println(
                    "withdrew " + indexed.map(IndexedBundle::toString).orElse(bundle) + " (" + severity + "), sequence "
                            + published.head().sequence() + ". Copy the directory to your web server.");
            if (indexed.isEmpty()) {
                System.out.println("The repository does not have this JAR. Hosts apply this to JARs that were installed"
                        + " from you or from a former key of yours, and only warn of copies.");
            }
        });
    }

    static Severity severity(String text) {
        try {
            return Severity.of(text);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "Give one of these.");
        }
    }
}
