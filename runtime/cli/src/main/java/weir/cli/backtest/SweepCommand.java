package weir.cli.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.experiment.LookAheadResult;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.sweep.ParameterAxis;
import weir.backtest.sweep.ParameterSpace;
import weir.backtest.sweep.Sweep;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;
import weir.backtest.sweep.TrialResultFile;
import weir.backtest.sweep.TrialRunner;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.embedded.EmbeddedFramework;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.FailureReport;
import weir.report.OutputFile;
import weir.report.ProgressLine;
import weir.report.SweepCsv;
import weir.report.SweepJson;
import weir.report.SweepText;

/** {@code weir sweep}. */
@Command(
        name = "sweep",
        description = {
            "Runs `weir backtest` with many sets of parameters on all cores, and ranks them with 95 %% intervals.",
            "Results do not depend on --workers. To resume an interrupted sweep, run the same command again."
        },
        sortOptions = false)
public final class SweepCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(
            names = "--strategy",
            required = true,
            paramLabel = "NAME[@RANGE]",
            description = "A strategy of the plugins directory: its newest version in the range.")
    private String strategy;

    @Option(
            names = "--param",
            required = true,
            paramLabel = "NAME=VALUES",
            description = "A parameter and its values: 1000..4000/500 (from, to, step), a,b,c (a list), a (constant);"
                    + " with --draws also 0.05..0.5. Can be repeated.")
    private List<String> parameters;

    @Option(names = "--draws", paramLabel = "N", description = "Number of random combinations, instead of all.")
    private Integer draws;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "98",
            description = "Seed of --draws (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--workers", paramLabel = "N", description = "Number of threads (one for each core).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "Number of trials shown (${DEFAULT-VALUE}); files have all.")
    private int top;

    @Option(names = "--fresh", description = "Runs all trials again, even if an earlier run has their results.")
    private boolean fresh;

    @Mixin
    private RunOptions options;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all results as JSON.")
    private Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes a row for each trial.")
    private Path csv;

    @Override
    public Integer call() throws InterruptedException {
        Stream.of(json, csv).filter(Objects::nonNull).forEach(OutputFile::requireWritable);
        if (workers < 1 || workers > 1_024 || top < 1) {
            throw WeirException.usage(
                    "--workers " + workers + " and --top " + top + " must be positive",
                    "Omit them, or give 1 or more.");
        }
        Home homeDirectory = home.home();
        Assembly assembly = Assembly.running();
        PackagedStrategy jar =
                StrategyCatalog.in(homeDirectory.plugins(), assembly.plugins()).choose(strategy);
        try (SwapHistory history = SwapStore.embedded(homeDirectory.history())) {
            SweepPlan plan = plan(jar, history, homeDirectory);
            SweepResult outcome = sweep(plan, jar, assembly, homeDirectory);
            System.out.print(SweepText.of(outcome, top));
            if (json != null) {
                OutputFile.write(json, out -> SweepJson.write(outcome, out));
            }
            if (csv != null) {
                OutputFile.write(csv, out -> SweepCsv.write(outcome, out));
            }
            return outcome.hasLookAhead() ? FailureReport.FAILED : 0;
        }
    }

    private SweepPlan plan(PackagedStrategy jar, SwapHistory history, Home homeDirectory) {
        String flag = "--param";
        ParameterSpace space;
        List<Trial> trials;
        try {
            space = new ParameterSpace(
                    parameters.stream().map(ParameterAxis::parse).toList());
            flag = "--draws";
            trials = draws == null ? space.grid() : space.draws(draws, seed);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(flag + ": " + e.getMessage(), "See `weir sweep --help`.");
        }
        trials.forEach(trial -> jar.readParameters(trial.parameters()));
        String selection = draws == null ? "all" : draws + " drawn, seed " + seed;
        return new SweepPlan(
                jar.toString(),
                jar.file(),
                space,
                selection,
                trials,
                options.toPlan(history, options.pool(history, homeDirectory), "both"));
    }

    private SweepResult sweep(SweepPlan plan, PackagedStrategy jar, Assembly assembly, Home homeDirectory)
            throws InterruptedException {
        String identity = plan.identity();
        Path file = SweepPlan.resultFile(homeDirectory.sweeps(), identity);
        int all = plan.trials().size();
        try {
            Files.createDirectories(file.getParent());
            try (TrialResultFile resultFile = TrialResultFile.open(file, identity, plan.trials(), fresh);
                    EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle);
                    ProgressLine progress = ProgressLine.onError()) {
                int storedCount = resultFile.storedResults().size();
                StrategyFactory source = values -> framework.create(jar, jar.readParameters(values));
                List<TrialResult> results = TrialResult.rank(new Sweep(workers)
                        .run(
                                plan.trials(),
                                new TrialRunner(plan.backtest(), source),
                                resultFile,
                                count -> progress.show(
                                        "ran " + count + " of " + all + " trials",
                                        count - storedCount,
                                        all - storedCount)));
                return new SweepResult(plan, results, lookAhead(plan, source, results.get(0)), storedCount, file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        }
    }

    /** Checks the best trial only: the others have the same code. */
    private static LookAheadResult lookAhead(SweepPlan plan, StrategyFactory source, TrialResult best) {
        if (best.isRejected()) {
            throw WeirException.failed(
                    "no trial could run; the first, " + best.trial().parameters() + ": " + best.rejectionReason(),
                    "Correct the parameters (--param), or the strategy's constructor.");
        }
        // Closing the framework ends the instances of the check.
        return best.hasScoreFromDecision()
                ? LookAheadResult.check(
                        plan.backtest(),
                        () -> source.create(best.trial().parameters()).strategy())
                : null;
    }

    private static WeirException unwritable(IOException e) {
        return WeirException.failed("cannot store the results", "Correct that, or start again with --fresh.", e);
    }
}
