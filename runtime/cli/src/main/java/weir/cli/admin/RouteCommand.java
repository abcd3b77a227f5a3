package weir.cli.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir route set|remove}: a route's file, changed by command. */
@Command(
        name = "route",
        description = "Writes or removes a route. Its file in conf/routes is changed, so the files stay the truth.",
        subcommands = {RouteCommand.Set.class, RouteCommand.Remove.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RouteCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    /** {@code weir route set ID FIELD=VALUE...}. */
    @Command(
            name = "set",
            description = {
                "Sets fields of a route, new or old; what is not named stays as it is.",
                "For example: weir route set eth-usdc pair=0x… strategy=range-follower parameters.width=600"
            },
            sortOptions = false)
    static final class Set implements Callable<Integer> {

        @Mixin
        private HostOptions options;

        @Parameters(index = "0", paramLabel = "ID", description = "Name of the route, which is that of its file.")
        private String id;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "FIELD=VALUE",
                description = {
                    "chain, pair, vault, roundTypes, strategy, versions, upgrade, filter.NAME, parameters.NAME.",
                    "A list is written [1,2]; an empty value removes the field."
                })
        private Map<String, String> fields;

        @Override
        public Integer call() {
            return options.show(
                    options.host().post(RouteFields.json(fields), "routes", id),
                    route -> RoutesCommand.print(List.of(route)));
        }
    }

    /** {@code weir route remove ID}. */
    @Command(
            name = "remove",
            description = "Removes a route; its queries go to the next one that fits.",
            sortOptions = false)
    static final class Remove implements Callable<Integer> {

        @Mixin
        private HostOptions options;

        @Parameters(paramLabel = "ID", description = "Name of the route.")
        private String id;

        @Override
        public Integer call() {
            return options.show(options.host().post("routes", id, "remove"), RoutesCommand::print);
        }
    }
}
