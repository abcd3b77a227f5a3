package weir.cli.trust;

import com.google.gson.JsonArray;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.cli.publish.KeeperCommands;
import weir.cli.share.AddressOptions;
import weir.cli.share.ShareJson;
import weir.cli.share.ShareOptions;
import weir.cli.share.Verifiers;
import weir.installer.trust.Blocklist;
import weir.report.TextTable;
import weir.share.fetch.SourceAddress;
import weir.share.list.BlocklistFetcher;
import weir.share.list.BlocklistFile;

/** {@code weir blocklist add|list|remove|create|entry}. */
@Command(
        name = "blocklist",
        description = "Adds, lists, removes and writes blocklists, which warn of strategies or stop them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BlocklistCommand.Add.class,
            BlocklistCommand.Show.class,
            BlocklistCommand.Remove.class,
            KeeperCommands.Create.class,
            KeeperCommands.Edit.class
        })
public final class BlocklistCommand {

    /** {@code weir blocklist add URL --keeper SS58}. */
    @Command(
            name = "add",
            description = {
                "Adds a blocklist, or fetches its newest state. A running host applies it at once.",
                "Its keeper can warn of JARs, hold and stop them; it can never install or delete one."
            },
            sortOptions = false)
    static final class Add implements Runnable {

        @Mixin
        private AddressOptions source;

        @Option(
                names = "--keeper",
                required = true,
                paramLabel = "SS58",
                description = "Key that must have signed it; get it through another channel.")
        private String keeper;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            String address = source.address();
            BlocklistFile added = new BlocklistFetcher(options.trustFile(), source.opener())
                    .add(address, Verifiers.key("--keeper", keeper));
            added.ignored().forEach(problem -> System.err.println("weir: ignored an entry: " + problem));
            Blocklist list = options.trustFile().read().list(address).orElseThrow();
            options.show(
                    ShareJson.json(list),
                    () -> System.out.println(list.name() + " of " + list.keeper() + ": sequence " + list.sequence()
                            + ", " + list.entries().size() + " entries"));
        }
    }

    /** {@code weir blocklist list}. */
    @Command(name = "list", description = "Lists the blocklists and their entries.", sortOptions = false)
    static final class Show implements Runnable {

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            JsonArray lists = new JsonArray();
            TextTable table = new TextTable("LIST", "KEEPER", "ENTRY", "ACTION", "BLOCKS", "REASON");
            for (Blocklist list : options.trustFile().read().lists()) {
                String state = list.expires().isBefore(Instant.now()) ? " (expired " + list.expires() + ")" : "";
                for (Blocklist.Entry entry : list.entries()) {
                    table.row(
                            list.name() + state,
                            list.keeper(),
                            entry.id(),
                            entry.action().id(),
                            entry.match().describe(),
                            entry.reason());
                }
                if (list.entries().isEmpty()) {
                    table.row(list.name() + state, list.keeper(), "-", "-", "-", "-");
                }
                lists.add(ShareJson.json(list));
            }
            options.show(lists, table::print);
        }
    }

    /** {@code weir blocklist remove}. */
    @Command(
            name = "remove",
            description = "Removes a blocklist. What it has stopped serves again at once.",
            sortOptions = false)
    static final class Remove implements Runnable {

        @Parameters(paramLabel = "LIST|URL", description = "Name or address, as `weir blocklist list` shows it.")
        private String name;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            options.remove(
                    "remove blocklist " + name,
                    name,
                    trust -> trust.without(trust.list(name)
                            .or(() -> trust.list(SourceAddress.normal(name)))
                            .orElseThrow(() -> WeirException.usage(
                                    "there is no blocklist " + name, "`weir blocklist list` lists them."))),
                    "removed " + name);
        }
    }
}
