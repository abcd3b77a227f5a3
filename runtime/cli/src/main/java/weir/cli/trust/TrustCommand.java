package weir.cli.trust;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.cli.share.ShareJson;
import weir.cli.share.ShareOptions;
import weir.cli.share.Verifiers;
import weir.installer.trust.Trust;
import weir.report.TextTable;
import weir.share.fetch.TrustedPublishers;

/** {@code weir trust SS58 --alias A}, {@code weir trust list}, {@code weir trust isolate}, {@code weir trust remove}. */
@Command(
        name = "trust",
        description = {
            "Trusts a publisher, or changes its alias. `weir repo add` does the same for the publisher of a repository.",
            "Compare the whole address through another channel."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {TrustCommand.Show.class, IsolateCommand.class, TrustCommand.Remove.class},
        sortOptions = false)
public final class TrustCommand implements Runnable {

    @Parameters(arity = "0..1", paramLabel = "SS58", description = "Address of the publisher's hotkey.")
    private String ss58;

    @Option(names = "--alias", paramLabel = "NAME", description = "Your name for the publisher.")
    private String alias;

    @Option(names = "--coldkey", paramLabel = "SS58", description = "Address of the coldkey that owns the hotkey.")
    private String coldkey;

    @Mixin
    private ShareOptions options;

    @Override
    public void run() {
        if (ss58 == null || alias == null) {
            throw WeirException.usage("an address and --alias NAME are needed", "Give: weir trust 5F… --alias NAME");
        }
        String address = Verifiers.key("SS58", ss58).ss58();
        Optional<String> owner = Optional.ofNullable(coldkey)
                .map(text -> Verifiers.key("--coldkey", text).ss58());
        TrustedPublishers.trust(options.trustFile(), address, alias, owner);
        options.showDone(alias, address, alias + " is " + address);
    }

    /** {@code weir trust list}. */
    @Command(name = "list", description = "Lists the trusted publishers.", sortOptions = false)
    static final class Show implements Runnable {

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            JsonArray publishers = new JsonArray();
            TextTable table = new TextTable("ALIAS", "ADDRESS", "COLDKEY", "ISOLATION", "REPOSITORIES", "STATE");
            for (Trust.Publisher publisher : options.trustFile().read().publishers()) {
                String state =
                        publisher.frozen().map(reason -> "frozen: " + reason).orElse("");
                List<String> names = publisher.repositories().stream()
                        .map(Trust.Repository::name)
                        .toList();
                table.row(
                        publisher.alias(),
                        publisher.ss58(),
                        publisher.coldkey().orElse("-"),
                        publisher.isolation().describe(),
                        names.isEmpty() ? "-" : String.join(", ", names),
                        state);
                JsonObject json = new JsonObject();
                json.addProperty("alias", publisher.alias());
                json.addProperty("ss58", publisher.ss58());
                publisher.coldkey().ifPresent(coldkey -> json.addProperty("coldkey", coldkey));
                publisher.frozen().ifPresent(reason -> json.addProperty("frozen", reason));
                json.addProperty("isolation", publisher.isolation().level().id());
                json.add("wrapper", ShareJson.texts(publisher.isolation().wrapper()));
                json.add("repositories", ShareJson.texts(names));
                publishers.add(json);
            }
            options.show(publishers, table::print);
        }
    }

    /** {@code weir trust remove}. */
    @Command(
            name = "remove",
            description = "Forgets a publisher and its repositories. Installed strategies stay.",
            sortOptions = false)
    static final class Remove implements Runnable {

        @Parameters(paramLabel = "ALIAS|SS58", description = "The publisher.")
        private String name;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            options.remove(
                    "remove " + name,
                    name,
                    trust -> trust.without(trust.publisher(name).orElseThrow(() -> unknown(name))),
                    name + " is not trusted any more");
        }
    }

    static WeirException unknown(String publisher) {
        return WeirException.usage("'" + publisher + "' is no trusted publisher", "`weir trust list` lists them.");
    }
}
