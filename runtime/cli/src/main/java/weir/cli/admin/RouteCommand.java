package weir.cli.admin;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir route set|remove}. */
@Command(
        name = "route",
        description = "Writes or removes a route, which is a file in conf/routes.",
        subcommands = {RouteCommand.Set.class, RouteCommand.Remove.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RouteCommand {

    /** {@code weir route set ID FIELD=VALUE...}. */
    @Command(
            name = "set",
            description = {
                "Sets fields of a new or existing route; other fields stay as they are.",
                "Example: weir route set eth-usdc pair=0x… strategy=range-follower parameters.width=600"
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
                    "Write a list as [1,2]; an empty value removes the field."
                })
        private Map<String, String> fields;

        @Override
        public void run() {
            options.show(options.host().post(RouteFields.json(fields), "routes", id), RoutesCommand::printRoute);
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
            options.show(options.host().post("routes", id, "remove"), RoutesCommand::print);
        }
    }
}
