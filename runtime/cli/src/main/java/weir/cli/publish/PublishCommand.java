package weir.cli.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.cli.share.Verifiers;
import weir.share.repository.RepositoryHead;
import weir.share.repository.RepositoryPublisher.Request;
import weir.share.repository.ScoreReport;
import weir.share.repository.VerifiedRepository;

/** {@code weir publish JAR... --repo DIR}. */
@Command(
        name = "publish",
        description = {
            "Publishes strategies in a repository: a directory of static files for any web server.",
            "Without a JAR, renews the repository before it expires."
        },
        sortOptions = false)
public final class PublishCommand implements Runnable {

    @Parameters(arity = "0..*", paramLabel = "JAR", description = "JARs of strategies.")
    private List<Path> jars = List.of();

    @Mixin
    private RepositoryOptions options;

    @Option(
            names = "--publisher",
            paramLabel = "SS58",
            description = "Hotkey that signs; needed for a new repository. Take one that does not mine.")
    private String publisher;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of a new repository: lower-case letters, digits, dashes.")
    private String name;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Output of `weir backtest --json` for one of the bundles: its score is published, and others can replay it.")
    private List<Path> reports = List.of();

    @Override
    public void run() {
        if (name != null && !RepositoryHead.isName(name)) {
            throw WeirException.usage(
                    "--name '" + name + "' is no name of a repository", "Use lower-case letters, digits and dashes.");
        }
        VerifiedRepository published = options.publish(new Request(
                Optional.ofNullable(publisher).map(text -> Verifiers.key("--publisher", text)),
                Optional.ofNullable(name),
                jars,
                List.of(),
                options.expiry().validity(RepositoryOptions.DAYS),
                reports.stream().map(PublishCommand::report).toList()));
        RepositoryHead head = published.head();
        options.show(published, () -> {
            System.out.println("published " + head.repository() + ", sequence " + head.sequence() + ", "
                    + published.bundles().size() + " bundles, by " + head.publisher());
            System.out.println("expires   " + head.expires() + "; renew it before with: weir publish --repo "
                    + options.directory());
            System.out.println("Copy the directory to a web server. Users add it with its address and your key.");
        });
    }

    private static ScoreReport report(Path file) {
        try {
            return ScoreReport.ofBacktest(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw WeirException.usage(
                    "cannot read " + file, "Name the file that `weir backtest --json FILE` has written.");
        }
    }
}
