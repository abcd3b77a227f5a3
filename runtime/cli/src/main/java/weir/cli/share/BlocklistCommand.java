package weir.cli.share;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.installer.trust.Blocklist;
import weir.report.TextTable;
import weir.share.fetch.SourceAddress;
import weir.share.http.DownloadProgress;
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
            BlocklistKeeperCommands.Create.class,
            BlocklistKeeperCommands.Edit.class
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

        @Parameters(paramLabel = "URL", description = "https:// or http:// address, or a directory.")
        private String url;

        @Option(
                names = "--keeper",
                required = true,
                paramLabel = "SS58",
                description = "Key that must have signed it; get it through another channel.")
        private String keeper;

        @Mixin
        private DownloadOptions downloads;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            BlocklistFile added = new BlocklistFetcher(options.trustFile(), downloads.opener(DownloadProgress.NONE))
                    .add(SourceAddress.normal(url), Verifiers.key("--keeper", keeper));
            added.ignored().forEach(problem -> System.err.println("weir: ignored an entry: " + problem));
            options.showDone(
                    "added",
                    added.name(),
                    added.name() + " of " + added.keeper() + ": sequence " + added.sequence() + ", "
                            + added.entries().size() + " entries");
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
                JsonArray entries = new JsonArray();
                for (Blocklist.Entry entry : list.entries()) {
                    table.row(
                            list.name() + state,
                            list.keeper(),
                            entry.id(),
                            entry.action().id(),
                            blocked(entry.match()),
                            entry.reason());
                    JsonObject json = new JsonObject();
                    json.addProperty("id", entry.id());
                    json.addProperty("action", entry.action().id());
                    json.addProperty("blocks", blocked(entry.match()));
                    json.addProperty("reason", entry.reason());
                    entry.url().ifPresent(page -> json.addProperty("url", page));
                    entries.add(json);
                }
                if (list.entries().isEmpty()) {
                    table.row(list.name() + state, list.keeper(), "-", "-", "-", "-");
                }
                JsonObject json = new JsonObject();
                json.addProperty("list", list.name());
                json.addProperty("url", list.url());
                json.addProperty("keeper", list.keeper());
                json.addProperty("sequence", list.sequence());
                json.addProperty("expires", list.expires().toString());
                json.add("entries", entries);
                lists.add(json);
            }
            options.show(lists, table::print);
        }

        private static String blocked(Blocklist.Match match) {
            return match instanceof Blocklist.Versions versions
                    ? versions.name() + " " + versions.versions() + " of " + versions.publisher()
                    : ((Blocklist.Content) match).sha256();
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
            options.trustFile()
                    .update(
                            "remove blocklist " + name,
                            trust -> trust.without(trust.list(name)
                                    .or(() -> trust.list(SourceAddress.normal(name)))
                                    .orElseThrow(() -> WeirException.usage(
                                            "there is no blocklist " + name, "`weir blocklist list` lists them."))));
            options.showDone("removed", name, "removed " + name);
        }
    }
}
