package weir.cli.share;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.share.repository.RepositoryHead;
import weir.share.repository.RepositoryPublisher;
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

    @Option(names = "--repo", required = true, paramLabel = "DIRECTORY", description = "The repository.")
    private Path directory;

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

    @Option(names = "--expires", paramLabel = "DAYS", description = "Days until it must be published again (90).")
    private int days = 90;

    @Mixin
    private SigningOptions signing;

    @Option(names = "--json", description = "Shows the result as JSON.")
    private boolean json;

    @Override
    public void run() {
        if (name != null && !RepositoryHead.isName(name)) {
            throw WeirException.usage(
                    "--name '" + name + "' is no name of a repository", "Use lower-case letters, digits and dashes.");
        }
        VerifiedRepository published = new RepositoryPublisher(directory, Verifiers.jars(), Clock.systemUTC())
                .publish(
                        new RepositoryPublisher.Request(
                                Optional.ofNullable(publisher).map(text -> Verifiers.key("--publisher", text)),
                                Optional.ofNullable(name),
                                jars,
                                List.of(),
                                SigningOptions.validity(days),
                                reports.stream().map(PublishCommand::report).toList()),
                        signing.signer());
        RepositoryHead head = published.head();
        if (json) {
            JsonObject result = Verifiers.json(published);
            System.out.println(result);
        } else {
            System.out.println("published " + head.repository() + ", sequence " + head.sequence() + ", "
                    + published.bundles().size() + " bundles, by " + head.publisher());
            System.out.println(
                    "expires   " + head.expires() + "; renew it before with: weir publish --repo " + directory);
            System.out.println("Copy the directory to a web server. Users add it with its address and your key.");
        }
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
