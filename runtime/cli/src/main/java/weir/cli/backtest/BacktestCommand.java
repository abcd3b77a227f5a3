package weir.cli.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.experiment.Backtest;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.LookAheadResult;
import weir.backtest.experiment.ScoreRecorder;
import weir.backtest.experiment.StoredPool;
import weir.backtest.result.Model;
import weir.backtest.result.StrategyResult;
import weir.backtest.score.ScoreStore;
import weir.backtest.stats.StationaryBootstrap;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.embedded.StrategyRunner;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.BacktestCsv;
import weir.report.BacktestJson;
import weir.report.BacktestReport;
import weir.report.BacktestText;
import weir.report.FailureReport;
import weir.report.OutputFile;
import weir.report.ProgressLine;
import weir.router.parameters.StrategyParameters;
import weir.share.repository.ScoreReport;
import weir.strategy.Decision;

/** {@code weir backtest}. */
@Command(
        name = "backtest",
        description = {
            "Replays a validator's rounds over stored swaps with a strategy, with holding and with the reference"
                    + " miners.",
            "These are reference-miner and reference-volatility, as the subnet has them. The strategy runs from its"
                    + " JAR; its answers are checked as in",
            "the host. The same run gives the same results. Exits with 1 if the strategy looks ahead."
        },
        sortOptions = false)
public final class BacktestCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(
            names = "--strategy",
            paramLabel = "NAME[@RANGE]",
            defaultValue = "range-follower",
            description = "A strategy of the plugins directory: its newest version in the range (${DEFAULT-VALUE}).")
    private String strategy;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the strategy, as in a route; can be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Mixin
    private RunOptions options;

    @Option(
            names = "--bootstrap-rounds",
            paramLabel = "ROUNDS",
            description =
                    "Mean number of consecutive rounds that the bootstrap of the intervals resamples together (chosen"
                            + " from the data).")
    private Double bootstrapRounds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + StationaryBootstrap.DEFAULT_SEED,
            description = "Seed of the bootstrap (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes a page with charts: one HTML file.")
    private Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all results as JSON.")
    private Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes a row for each strategy, round and model.")
    private Path csv;

    @Option(names = "--rounds", description = "Shows all rounds instead of the first and the last ones.")
    private boolean allRounds;

    @Override
    public Integer call() {
        Stream.of(report, json, csv).filter(Objects::nonNull).forEach(OutputFile::requireWritable);
        StationaryBootstrap bootstrap = bootstrap();
        Home homeDirectory = home.home();
        Assembly assembly = Assembly.running();
        PackagedStrategy jar =
                StrategyCatalog.in(homeDirectory.plugins(), assembly.plugins()).choose(strategy);
        Map<String, Object> values = jar.readParameters(parameters);
        try (SwapHistory history = SwapStore.embedded(homeDirectory.history())) {
            StoredPool pool = options.pool(history, homeDirectory);
            BacktestResult result = backtest(
                    homeDirectory,
                    assembly,
                    jar,
                    values,
                    pool,
                    options.toPlan(history, pool, Set.of(Model.values())),
                    bootstrap);
            System.out.print(BacktestText.of(result, allRounds));
            write(result, ScoreReports.of(result, jar, parameters));
            System.out.println("\n"
                    + ScoreRecorder.record(
                            new ScoreStore(homeDirectory.scores()),
                            jar.strategy(),
                            jar.version().toString(),
                            StrategyParameters.format(values),
                            options.inventory(),
                            result));
            return result.lookAhead().isDetected() ? FailureReport.FAILED : 0;
        }
    }

    private void write(BacktestResult result, Optional<ScoreReport> claim) {
        if (report != null) {
            OutputFile.write(report, BacktestReport.html(result));
            System.out.println("\nreport " + report.toAbsolutePath());
        }
        if (json != null) {
            OutputFile.write(json, out -> BacktestJson.write(result, claim.map(ScoreReport::toText), out));
        }
        if (csv != null) {
            OutputFile.write(csv, out -> BacktestCsv.write(result, out));
        }
    }

    private StationaryBootstrap bootstrap() {
        try {
            return bootstrapRounds == null
                    ? StationaryBootstrap.withAutomaticBlocks(seed)
                    : StationaryBootstrap.withBlocks(bootstrapRounds, seed);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage("--bootstrap-rounds: " + e.getMessage(), "Give a number of rounds from 1.");
        }
    }

    private BacktestResult backtest(
            Home homeDirectory,
            Assembly assembly,
            PackagedStrategy jar,
            Map<String, Object> values,
            StoredPool pool,
            BacktestPlan run,
            StationaryBootstrap bootstrap) {
        List<PackagedStrategy> references = ReferenceMiners.in(assembly).stream()
                .filter(reference -> !values.isEmpty() || !hasSameContent(jar, reference))
                .toList();
        String name = values.isEmpty() ? jar.toString() : jar + " " + StrategyParameters.format(values);
        try (StrategyRunner runner = StrategyRunners.of(homeDirectory, assembly);
                StrategyInstance instance = runner.create(jar, values);
                ProgressLine progress = ProgressLine.onError()) {
            Backtest backtest = new Backtest(
                    run,
                    3 + references.size(),
                    (of, replayed, total) ->
                            progress.show("replayed " + replayed + " of " + total + " rounds, " + of, replayed, total));
            List<StrategyResult> results = new ArrayList<>();
            results.add(backtest.run(name, instance.strategy()));
            results.add(backtest.run("hold", (query, market) -> Decision.keep("held")));
            for (PackagedStrategy reference : references) {
                try (StrategyInstance referenceInstance = runner.create(reference, Map.of())) {
                    results.add(backtest.run(reference + " (reference)", referenceInstance.strategy()));
                }
            }
            results.add(backtest.runPerfectForesight());
            // Closing the runner ends the instances of the look-ahead check.
            return new BacktestResult(
                    pool.poolInfo(),
                    run,
                    results,
                    backtest.prices(),
                    BacktestResult.secondsPerBlock(run),
                    LookAheadResult.check(run, () -> runner.create(jar, values).strategy()),
                    bootstrap);
        }
    }

    /** Versions are not compared: the user may have changed a copy of the shipped strategy. */
    private static boolean hasSameContent(PackagedStrategy first, PackagedStrategy second) {
        try {
            return Files.mismatch(first.file(), second.file()) == -1;
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + first.file(), "Make it readable.", e);
        }
    }
}
