package weir.cli.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.experiment.Backtest;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.LookAhead;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.experiment.ScoreRecorder;
import weir.backtest.experiment.StoredPool;
import weir.backtest.experiment.StrategyResult;
import weir.backtest.score.ScoreStore;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.embedded.EmbeddedFramework;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.embedded.StrategyJar;
import weir.embedded.StrategyParameters;
import weir.history.SwapHistory;
import weir.history.SwapStores;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.BacktestCsv;
import weir.report.BacktestJson;
import weir.report.BacktestReport;
import weir.report.BacktestText;
import weir.report.OutputFile;
import weir.report.ProgressLine;
import weir.strategy.Decision;

/** {@code weir backtest}: what a strategy would have made of stored history. */
@Command(
        name = "backtest",
        description = {
            "Plays a validator's rounds over stored swaps with a strategy, beside holding and a reference.",
            "The strategy comes out of its JAR, behind the same guard as in the host.",
            "The reference is the shipped range-follower. The same run gives the same figures.",
            "Ends with 1 where the strategy looks ahead."
        },
        sortOptions = false)
public final class BacktestCommand implements Callable<Integer> {

    /** The miner guide's reference, with its defaults. */
    private static final String REFERENCE = "range-follower";

    @Mixin
    private HomeOption home;

    @Option(
            names = "--strategy",
            paramLabel = "NAME[@RANGE]",
            defaultValue = REFERENCE,
            description = "A strategy of the plugins folder: its newest version in the range (${DEFAULT-VALUE}).")
    private String strategy;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the strategy, as in a route; again for each one.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Mixin
    private RunOptions options;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes a page with drawings: one HTML file.")
    private Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything for machines.")
    private Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes a line for each strategy, round and model.")
    private Path csv;

    @Option(names = "--rounds", description = "Shows every round instead of the first and the last ones.")
    private boolean allRounds;

    @Override
    public Integer call() {
        Stream.of(report, json, csv).filter(Objects::nonNull).forEach(OutputFile::requireWritable);
        Home at = home.home();
        Assembly assembly = Assembly.running();
        StrategyJar jar = StrategyCatalog.in(at.plugins(), assembly.plugins()).choose(strategy);
        Map<String, Object> values = StrategyParameters.of(jar, parameters);
        try (SwapHistory history = SwapStores.embedded(at.history())) {
            StoredPool stored = options.stored(history, at);
            PeriodRun run = options.run(history, stored);
            BacktestResult result = play(assembly, jar, values, stored, run);
            System.out.print(BacktestText.text(result, allRounds));
            write(result);
            System.out.println("\n"
                    + ScoreRecorder.record(
                            new ScoreStore(at.scores()),
                            jar.strategy(),
                            jar.version().toString(),
                            StrategyParameters.text(values),
                            options.inventory(),
                            result));
            return result.lookAhead().found() ? ExitCode.SOFTWARE : 0;
        }
    }

    private void write(BacktestResult result) {
        if (report != null) {
            OutputFile.write(report, BacktestReport.html(result));
            System.out.println("\nreport " + report.toAbsolutePath());
        }
        if (json != null) {
            OutputFile.write(json, out -> BacktestJson.write(result, out));
        }
        if (csv != null) {
            OutputFile.write(csv, out -> BacktestCsv.write(result, out));
        }
    }

    private BacktestResult play(
            Assembly assembly, StrategyJar jar, Map<String, Object> values, StoredPool stored, PeriodRun run) {
        StrategyJar reference = StrategyCatalog.in(assembly.plugins()).choose(REFERENCE);
        boolean isReference = values.isEmpty() && isSameFile(jar, reference);
        try (EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle);
                StrategyInstance asked = framework.create(jar, values);
                ProgressLine progress = new ProgressLine(System.err, System.console() != null)) {
            Backtest backtest = new Backtest(
                    run,
                    isReference ? 2 : 3,
                    (name, played, total) ->
                            progress.show("played " + played + " of " + total + " rounds, " + name, played, total));
            List<StrategyResult> strategies = new ArrayList<>();
            strategies.add(backtest.play(name(jar, values), asked.strategy()));
            strategies.add(backtest.play("hold", (query, market) -> Decision.keep("held")));
            if (!isReference) {
                try (StrategyInstance compared = framework.create(reference, Map.of())) {
                    strategies.add(backtest.play(reference + " (reference)", compared.strategy()));
                }
            }
            // The framework ends the instances that this takes.
            LookAhead lookAhead =
                    backtest.lookAhead(() -> framework.create(jar, values).strategy());
            return new BacktestResult(
                    stored.info(), run, strategies, backtest.prices(), BacktestResult.blockSeconds(run), lookAhead);
        }
    }

    /** Not by version: somebody may have changed a copy of the shipped one. */
    private static boolean isSameFile(StrategyJar one, StrategyJar other) {
        try {
            return Files.mismatch(one.file(), other.file()) == -1;
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + one.file(), "Make it readable.", e);
        }
    }

    private static String name(StrategyJar jar, Map<String, Object> values) {
        return values.isEmpty() ? jar.toString() : jar + " " + StrategyParameters.text(values);
    }
}
