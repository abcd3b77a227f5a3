package weir.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import weir.demo.Demo;
import weir.launcher.Assembly;
import weir.report.FailureReport;

/** {@code weir demo}. */
@Command(
        name = "demo",
        description = {
            "Starts a host and sends it the queries of a validator's evaluation round, in seconds.",
            "There is one query for every 100th block of a day of swaps; half-way, a newer version of the strategy is",
            "installed. Shows its score and those of the other shipped strategies. Does not use your home directory."
        },
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--swaps",
            paramLabel = "FILE",
            description = "Recorded swaps, CSV or CSV.gz, with a pool.json beside them.")
    private Path swaps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the generated market, without --swaps (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--strategy",
            paramLabel = "NAME[@RANGE]",
            defaultValue = "swap-direction",
            description = "A shipped strategy; its newest version in the range starts the round (${DEFAULT-VALUE}).")
    private String strategy;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private Path json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "weir-demo.html",
            description = "Writes the report (${DEFAULT-VALUE}).")
    private Path report;

    @Option(
            names = "--page",
            description =
                    "Keeps the host and its operator page until Ctrl-C, and prints the page's URL before and after the round.")
    private boolean page;

    @Override
    public Integer call() {
        boolean succeeded = new Demo(Assembly.running(), strategy, json, report, page).run(swaps, seed);
        return succeeded ? 0 : FailureReport.FAILED;
    }
}
