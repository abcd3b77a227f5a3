package weir.cli.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.experiment.LookAhead;
import weir.backtest.experiment.StrategySource;
import weir.backtest.sweep.ParameterAxis;
import weir.backtest.sweep.ParameterSpace;
import weir.backtest.sweep.Sweep;
import weir.backtest.sweep.SweepLog;
import weir.backtest.sweep.SweepOutcome;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialPlayer;
import weir.backtest.sweep.TrialResult;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.embedded.EmbeddedFramework;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyJar;
import weir.embedded.StrategyParameters;
import weir.history.SwapHistory;
import weir.history.SwapStores;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.OutputFile;
import weir.report.ProgressLine;
import weir.report.SweepData;
import weir.report.SweepText;

/** {@code weir sweep}: which parameters would have served best. */
@Command(
        name = "sweep",
        description = {
            "Plays `weir backtest` with many sets of parameters, on all cores, and ranks them with 95 %% intervals over the rounds.",
            "Any number of workers gives the same. Killed, the same command goes on where it stood."
        },
        sortOptions = false)
public final class SweepCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(
            names = "--strategy",
            required = true,
            paramLabel = "NAME[@RANGE]",
            description = "A strategy of the plugins folder: its newest version in the range.")
    private String strategy;

    @Option(
            names = "--param",
            required = true,
            paramLabel = "NAME=VALUES",
            description =
                    "A parameter and what to try: 1000..4000/500 (from, to, step), a,b,c (these), a (always this); with"
                            + " --draws also 0.05..0.5. Again for each one.")
    private List<String> parameters = new ArrayList<>();

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "So many combinations at random, instead of all of them.")
    private Integer draws;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "98", description = "Of the draws (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--workers", paramLabel = "N", description = "Threads (one for each core).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "Trials shown (${DEFAULT-VALUE}); files hold all.")
    private int top;

    @Option(names = "--fresh", description = "Plays everything anew, also what an earlier run had found.")
    private boolean fresh;

    @Mixin
    private RunOptions options;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all results for machines.")
    private Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes a line for each trial.")
    private Path csv;

    @Override
    public Integer call() throws InterruptedException {
        Stream.of(json, csv).filter(Objects::nonNull).forEach(OutputFile::requireWritable);
        if (workers < 1 || workers > 1_024 || top < 1) {
            throw WeirException.usage(
                    "--workers " + workers + " and --top " + top + " must be positive",
                    "Leave them out, or give 1 or more.");
        }
        Home at = home.home();
        Assembly assembly = Assembly.running();
        StrategyJar jar = StrategyCatalog.in(at.plugins(), assembly.plugins()).choose(strategy);
        try (SwapHistory history = SwapStores.embedded(at.history())) {
            ParameterSpace space = space();
            List<Trial> trials = trials(space);
            trials.forEach(trial -> StrategyParameters.of(jar, trial.parameters()));
            String how = draws == null ? "all" : draws + " drawn, seed " + seed;
            SweepPlan plan = new SweepPlan(jar.toString(), jar.file(), space, how, trials, options.run(history, at));
            SweepOutcome outcome = play(plan, jar, assembly, at);
            System.out.print(SweepText.of(outcome, top));
            write(outcome);
            return outcome.looksAhead() ? ExitCode.SOFTWARE : 0;
        }
    }

    private ParameterSpace space() {
        try {
            return new ParameterSpace(
                    parameters.stream().map(ParameterAxis::parse).toList());
        } catch (IllegalArgumentException e) {
            throw WeirException.usage("--param " + e.getMessage(), "See `weir sweep --help`.");
        }
    }

    private List<Trial> trials(ParameterSpace space) {
        try {
            return draws == null ? space.grid() : space.draws(draws, seed);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "See `weir sweep --help`.");
        }
    }

    private SweepOutcome play(SweepPlan plan, StrategyJar jar, Assembly assembly, Home at) throws InterruptedException {
        String identity = plan.identity();
        Path file = SweepPlan.file(at.sweeps(), identity);
        try {
            Files.createDirectories(file.getParent());
            try (SweepLog log = SweepLog.open(file, identity, plan.trials(), fresh);
                    EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle);
                    ProgressLine progress = new ProgressLine(System.err, System.console() != null)) {
                int known = log.found().size();
                StrategySource source = parameters -> framework.create(jar, StrategyParameters.of(jar, parameters));
                TrialPlayer player = new TrialPlayer(plan.run(), source);
                List<TrialResult> results = TrialResult.ranked(new Sweep(workers)
                        .run(
                                plan.trials(),
                                player,
                                log,
                                count -> progress.show(
                                        "played " + count + " of "
                                                + plan.trials().size() + " trials",
                                        count - known,
                                        plan.trials().size() - known)));
                return new SweepOutcome(plan, results, lookAhead(plan, source, results.get(0)), known, file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        }
    }

    /** Of the best trial alone: the others are the same code. */
    private static LookAhead lookAhead(SweepPlan plan, StrategySource source, TrialResult best) {
        if (!best.played()) {
            throw WeirException.failed(
                    "no trial could be played; the first, " + best.trial().parameters() + ": " + best.refusal(),
                    "Mend the parameters (--param), or the strategy's constructor.");
        }
        // The framework ends the instances that this takes.
        return best.ranks()
                ? LookAhead.of(plan.run(), () -> source.create(best.trial().parameters())
                        .strategy())
                : null;
    }

    private static WeirException unwritable(IOException e) {
        return WeirException.failed(
                "the sweep's results cannot be kept: " + e.getMessage(), "Mend that, or begin anew with --fresh.");
    }

    private void write(SweepOutcome outcome) {
        if (json != null) {
            OutputFile.write(json, out -> SweepData.json(outcome, out));
        }
        if (csv != null) {
            OutputFile.write(csv, out -> SweepData.csv(outcome, out));
        }
    }
}
