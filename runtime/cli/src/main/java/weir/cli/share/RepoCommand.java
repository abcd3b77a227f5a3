package weir.cli.share;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.protocol.PublicKey;
import weir.report.TextTable;
import weir.share.fetch.KnownRepository;
import weir.share.fetch.SourceAddress;
import weir.share.fetch.TrustedPublishers;
import weir.share.repository.VerifiedRepository;

/** {@code weir repo add|list|remove}. */
@Command(
        name = "repo",
        description = "Adds, lists and removes repositories of strategies.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RepoCommand.Add.class, RepoCommand.Show.class, RepoCommand.Remove.class})
public final class RepoCommand {

    /** {@code weir repo add URL}. */
    @Command(
            name = "add",
            description = {
                "Adds a repository, or fetches its newest state. A second address of the same repository is a mirror.",
                "The first repository of a publisher asks for an alias; its address is then trusted."
            },
            sortOptions = false)
    static final class Add implements Runnable {

        @Mixin
        private AddressOptions source;

        @Option(
                names = "--publisher",
                paramLabel = "SS58",
                description = "Key that must have signed it; get it through another channel.")
        private String publisher;

        @Option(names = "--alias", paramLabel = "NAME", description = "Your name for a new publisher.")
        private String alias;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            String address = source.address();
            Optional<PublicKey> expected =
                    Optional.ofNullable(publisher).map(text -> Verifiers.key("--publisher", text));
            VerifiedRepository head =
                    VerifiedRepository.readHead(source.opener().apply(address), expected);
            String ss58 = head.head().publisher().ss58();
            Trust trust = options.trustFile().read();
            if (trust.publisher(ss58).isEmpty()) {
                String chosen = alias == null ? ask(ss58) : alias;
                trust = TrustedPublishers.trust(options.trustFile(), ss58, chosen, Optional.empty());
            }
            Trust.Publisher trusted = trust.publisher(ss58).orElseThrow();
            VerifiedRepository state =
                    options.fetcher(source.opener()).fetch(trusted, head.head().repository(), List.of(address));
            options.show(
                    ShareJson.json(state),
                    () -> System.out.println(state.head().repository() + " of " + trusted.alias() + " (" + ss58
                            + "): sequence " + state.head().sequence() + ", "
                            + state.bundles().size() + " bundles"));
        }

        private static String ask(String ss58) {
            System.err.println("The repository is signed by " + ss58);
            System.err.print("Compare the whole address, then enter your name for this publisher (empty to cancel): ");
            Scanner input = new Scanner(System.in);
            String answer = input.hasNextLine() ? input.nextLine().strip() : "";
            if (answer.isEmpty()) {
                throw WeirException.usage(
                        "no alias was given and nothing was added", "Give --alias NAME, or enter a name.");
            }
            return answer;
        }
    }

    /** {@code weir repo list}. */
    @Command(name = "list", description = "Lists the repositories.", sortOptions = false)
    static final class Show implements Runnable {

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            JsonArray repositories = new JsonArray();
            TextTable table = new TextTable("PUBLISHER", "REPOSITORY", "SEQUENCE", "FETCHED", "EXPIRES", "ADDRESSES");
            for (KnownRepository known : options.known()) {
                JsonObject json = ShareJson.json(known.state());
                json.remove("bundles");
                json.addProperty("alias", known.publisher().alias());
                String fetched = options.cache()
                        .fetchedAt(known.repository())
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("-");
                json.addProperty("fetched", fetched);
                json.add("urls", ShareJson.texts(known.repository().urls()));
                repositories.add(json);
                table.row(
                        known.publisher().alias(),
                        known.repository().name(),
                        Long.toString(known.repository().sequence()),
                        fetched,
                        known.state().head().expires().toString(),
                        String.join(" ", known.repository().urls()));
            }
            options.show(repositories, table::print);
        }
    }

    /** {@code weir repo remove}. */
    @Command(
            name = "remove",
            description = "Removes an address; the last one removes the repository. Installed strategies stay.",
            sortOptions = false)
    static final class Remove implements Runnable {

        @Parameters(paramLabel = "URL", description = "Address of a repository.")
        private String url;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            String address = SourceAddress.normal(url);
            Trust before = options.trustFile().read();
            Trust after = options.trustFile().update("remove repository " + address, trust -> {
                Trust changed = trust;
                for (Trust.Publisher publisher : trust.publishers()) {
                    changed = changed.with(without(publisher, address));
                }
                return changed;
            });
            if (after.equals(before)) {
                throw WeirException.usage(
                        "no repository has the address " + address, "`weir repo list` lists the addresses.");
            }
            options.showDone("removed", address, "removed " + address);
        }

        private static Trust.Publisher without(Trust.Publisher publisher, String address) {
            Trust.Publisher changed = publisher;
            for (Trust.Repository repository : publisher.repositories()) {
                List<String> urls = repository.urls().stream()
                        .filter(each -> !each.equals(address))
                        .toList();
                changed = urls.isEmpty()
                        ? changed.withoutRepository(repository.name())
                        : changed.with(new Trust.Repository(
                                repository.name(),
                                urls,
                                repository.sequence(),
                                repository.head(),
                                repository.expires(),
                                repository.yanked()));
            }
            return changed;
        }
    }
}
