package weir.cli.backtest;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.result.Model;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.walkforward.Folds;
import weir.backtest.walkforward.Halving;
import weir.backtest.walkforward.Schedule;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.FailureReport;
import weir.report.OutputFile;
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

    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home;

    @Parameters(
            arity = "0..*",
            paramLabel = "merge FILE…",
            hideParamSyntax = true,
            description = "Joins the result files of all --shard runs of the sweep with these options.")
    private List<String> merge = List.of();

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
            description = "Seed of --draws and --halving (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--folds",
            paramLabel = "TRAIN,GAP,TEST",
            description = "Walk-forward folds, in rounds: ranks by the test rounds only, and compares them with the"
                    + " training rounds.")
    private String folds;

    @Option(
            names = "--halving",
            description = "Successive halving: all trials play a random sample of the rounds (--seed), the best third a"
                    + " larger one, and so on.")
    private boolean halving;

    @Option(
            names = "--shard",
            paramLabel = "K/N",
            description = "Runs every N-th trial, from the K-th; `merge` joins the shards.")
    private String shard;

    @Mixin
    private EngineOptions engine;

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
        if (merge.isEmpty()) {
            Shard part = shard();
            if (engine.isDryRun()) {
                return dryRun(part);
            }
            return run((runner, plan) -> runner.run(plan, part, fresh));
        }
        if (!merge.get(0).equals("merge")) {
            throw WeirException.usage(
                    "weir sweep has no argument '" + merge.get(0) + "'",
                    "Only `merge` and the result files of shards can follow; see `weir sweep --help`.");
        }
        if (merge.size() == 1) {
            throw WeirException.usage(
                    "merge has no files", "Give the result files that the --shard runs of this sweep printed.");
        }
        if (shard != null || fresh) {
            throw WeirException.usage("merge has no --shard and no --fresh", "Omit them.");
        }
        List<Path> files = merge.stream().skip(1).map(Path::of).toList();
        return run((runner, plan) -> runner.merge(plan, files));
    }

    /** What a command does with a sweep. */
    private interface Action<T> {
        T run(SweepRunner runner, SweepPlan plan) throws InterruptedException;
    }

    private int run(Action<SweepResult> action) throws InterruptedException {
        Stream.of(json, csv).filter(Objects::nonNull).forEach(OutputFile::requireWritable);
        engine.check();
        if (top < 1) {
            throw WeirException.usage("--top " + top + " must be positive", "Omit it, or give 1 or more.");
        }
        return withPlan((runner, plan) -> {
            SweepResult outcome = action.run(runner, plan);
            System.out.print(SweepText.of(outcome, top));
            if (json != null) {
                OutputFile.write(json, out -> SweepJson.write(outcome, out));
            }
            if (csv != null) {
                OutputFile.write(csv, out -> SweepCsv.write(outcome, out));
            }
            return outcome.hasLookAhead() ? FailureReport.FAILED : 0;
        });
    }

    private int dryRun(Shard part) throws InterruptedException {
        engine.check();
        return withPlan((runner, plan) -> {
            System.out.print(SweepEstimate.measure(plan, part, runner.jar(), runner.assembly(), runner.home())
                    .text(engine.workers()));
            engine.submitCommand(spec.commandLine()).ifPresent(System.out::println);
            return 0;
        });
    }

    private int withPlan(Action<Integer> action) throws InterruptedException {
        Home homeDirectory = home.home();
        Assembly assembly = Assembly.running();
        PackagedStrategy jar =
                StrategyCatalog.in(homeDirectory.plugins(), assembly.plugins()).choose(strategy);
        try (SwapHistory history = SwapStore.embedded(homeDirectory.history())) {
            return action.run(new SweepRunner(jar, assembly, homeDirectory, engine), plan(jar, history, homeDirectory));
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
        BacktestPlan backtest =
                options.toPlan(history, options.pool(history, homeDirectory), Set.of(Model.VALIDATOR, Model.V3));
        return new SweepPlan(
                jar.toString(), jar.file(), space, selection, trials, backtest, schedule(trials.size(), (int)
                        backtest.roundCount()));
    }

    private Schedule schedule(int trials, int rounds) {
        Schedule schedule = new Schedule(folds(), halving ? Optional.of(new Halving(seed)) : Optional.empty());
        try {
            schedule.stages(rounds, trials);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    (folds == null ? "--halving" : halving ? "--folds " + folds + " --halving" : "--folds " + folds)
                            + ": " + e.getMessage(),
                    "Give a longer period, shorter rounds (--round-blocks), "
                            + (halving ? "more trials, or omit --halving." : "or smaller parts."));
        }
        return schedule;
    }

    private Optional<Folds> folds() {
        try {
            return Optional.ofNullable(folds).map(Folds::parse);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    "--folds: " + e.getMessage(), "Give three numbers of rounds, such as 600,10,200.");
        }
    }

    private Shard shard() {
        if (shard == null) {
            return Shard.WHOLE;
        }
        if (halving) {
            throw WeirException.usage(
                    "--shard cannot be combined with --halving: which trials go on depends on all trials, and a shard"
                            + " knows only its own",
                    "Omit one of them.");
        }
        try {
            return Shard.parse(shard);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage("--shard: " + e.getMessage(), "Give for example --shard 1/4, and so on to 4/4.");
        }
    }
}
