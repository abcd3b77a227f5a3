package weir.cli.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.report.TextTable;

/** Commands for the routes of a running host. */
public final class RouteCommands {

    private static final String[] HEADING = {
        "ROUTE", "CHAIN", "PAIR", "STRATEGY", "VERSIONS", "UPGRADE", "SERVES", "ANSWERS", "FALLBACKS"
    };
    private static final String[] FIELDS = {
        "id", "chainId", "pair", "strategy", "versions", "upgrade", "serving", "answers", "fallbacks"
    };

    private RouteCommands() {}

    private static void printAll(JsonElement answer) {
        JsonObject json = answer.getAsJsonObject();
        print(json.getAsJsonArray("routes"), json.getAsJsonArray("problems"));
    }

    private static void printOne(JsonElement route) {
        print(List.of(route), new JsonArray());
    }

    private static void print(Iterable<JsonElement> routes, JsonArray problems) {
        AnswerText.table(routes, HEADING, FIELDS, "id", "note", problems);
    }

    /** {@code weir routes}. */
    @Command(
            name = "routes",
            description = "Lists the routes in the order in which they are matched, with the serving version of each.",
            sortOptions = false)
    public static final class Show implements Runnable {

        @Mixin
        private HostOptions options;

        @Override
        public void run() {
            options.show(options.host().get("routes"), RouteCommands::printAll);
        }
    }

    /** {@code weir route set|remove}. */
    @Command(
            name = "route",
            description = "Writes or removes a route, which is a file in conf/routes.",
            subcommands = {Set.class, Remove.class},
            synopsisSubcommandLabel = "COMMAND")
    public static final class Edit {}

    /** {@code weir route set ID FIELD=VALUE...}. */
    @Command(
            name = "set",
            description = {
                "Sets fields of a new or existing route; other fields stay as they are.",
                "Example: weir route set eth-usdc pair=0x… strategy=range-follower parameters.halfWidth=600"
            },
            sortOptions = false)
    static final class Set implements Runnable {

        @Mixin
        private HostOptions options;

        @Parameters(index = "0", paramLabel = "ID", description = "Id of the route, which is the name of its file.")
        private String id;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "FIELD=VALUE",
                description = {
                    "chain, pair, vault, roundTypes, strategy, versions, upgrade, filter.NAME, parameters.NAME.",
                    "Separate the values of a list with commas; an empty value removes the field."
                })
        private Map<String, String> fields;

        @Override
        public void run() {
            options.show(options.host().post(RouteFields.json(fields), "routes", id), RouteCommands::printOne);
        }
    }

    /** {@code weir route remove ID}. */
    @Command(
            name = "remove",
            description = "Removes a route. Its queries then match the next route that fits.",
            sortOptions = false)
    static final class Remove implements Runnable {

        @Mixin
        private HostOptions options;

        @Parameters(paramLabel = "ID", description = "Id of the route.")
        private String id;

        @Override
        public void run() {
            options.show(options.host().post("routes", id, "remove"), RouteCommands::printAll);
        }
    }

    /** {@code weir pin PAIR NAME RANGE}. */
    @Command(
            name = "pin",
            description =
                    "Limits a pair to a version range of a strategy. A pair of the default route gets its own route.",
            sortOptions = false)
    public static final class Pin extends PairCommand {

        @Parameters(index = "1", paramLabel = "NAME", description = "Strategy, for example range-follower.")
        private String strategy;

        @Parameters(
                index = "2",
                paramLabel = "RANGE",
                description = "A version, for example 1.2.0, or a range: \"[1.0,2.0)\" is all of 1.x. Quote a range.")
        private String versions;

        @Override
        public void run() {
            JsonObject pin = new JsonObject();
            pin.addProperty("strategy", strategy);
            pin.addProperty("versions", versions);
            options.show(options.host().post(pin, "routes", pair, "pin"), RouteCommands::printOne);
        }
    }

    /** {@code weir rollback PAIR}. */
    @Command(name = "rollback", description = "Pins a pair to the version that served before.", sortOptions = false)
    public static final class Rollback extends PairCommand {

        @Override
        public void run() {
            options.show(options.host().post("routes", pair, "rollback"), RouteCommands::printOne);
        }
    }

    /** {@code weir changes PAIR}. */
    @Command(
            name = "changes",
            description =
                    "Shows which version served a pair since when, and why it changed; the newest change is last.",
            sortOptions = false)
    public static final class Changes extends PairCommand {

        @Override
        public void run() {
            options.show(options.host().get("routes", pair, "changes"), changes -> {
                TextTable table = new TextTable("SINCE", "ROUTE", "STRATEGY", "VERSION", "REASON");
                for (JsonElement change : changes.getAsJsonArray()) {
                    table.row(
                            AnswerText.localTime(change, "at"),
                            AnswerText.cell(change, "route"),
                            AnswerText.cell(change, "strategy"),
                            AnswerText.cell(change, "version"),
                            AnswerText.cell(change, "why"));
                }
                table.print();
            });
        }
    }
}
