package weir.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import weir.demo.Demo;
import weir.launcher.Assembly;

/** {@code weir demo}: a validator's day in some seconds. */
@Command(
        name = "demo",
        description = {
            "Plays a validator's evaluation round against the real host, in some seconds.",
            "A question every 100 blocks over a day of swaps, a newer version of the strategy installed half-way, and what",
            "the validator makes of it, beside the other shipped strategies. Leaves your home alone."
        },
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(
            names = "--swaps",
            paramLabel = "FILE",
            description = "Real swaps, CSV or CSV.gz, with a pool.json beside them.")
    private Path swaps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the market that is made where there is no --swaps (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--strategy",
            paramLabel = "NAME[@RANGE]",
            description =
                    "A shipped strategy (${DEFAULT-VALUE}); the round begins with its newest version in the range.")
    private String strategy = "range-follower";

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the table for machines.")
    private Path json;

    @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes (${DEFAULT-VALUE}).")
    private Path report = Path.of("weir-demo.html");

    @Override
    public Integer call() {
        boolean well = new Demo(Assembly.running(), strategy, json, report).run(swaps, seed);
        return well ? 0 : ExitCode.SOFTWARE;
    }
}
