package weir.cli.backtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.sweep.LocalEngine;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.TrialRunner;
import weir.base.WeirException;
import weir.embedded.ClusterEngine;
import weir.embedded.PackagedStrategy;
import weir.launcher.Assembly;

/** Options that say where the trials of a sweep run. */
final class EngineOptions {

    /** Threads of this process. */
    static final EngineOptions LOCAL = new EngineOptions();

    private static final String LOCAL_NAME = "local";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = LOCAL_NAME,
            description = "local: threads of this process; spark: executors of an Apache Spark cluster"
                    + " (${DEFAULT-VALUE}). Results do not depend on it.")
    private String engine = LOCAL_NAME;

    @Option(names = "--workers", paramLabel = "N", description = "Number of threads (one for each core).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster of --engine spark, for example spark://host:7077 or local[4].")
    private String master;

    @Option(
            names = "--shared",
            paramLabel = "URI",
            description = "A directory for swaps that this machine can write and all executors can read: file:, hdfs:,"
                    + " s3a:. Without it, this process sends them.")
    private String shared;

    @Option(
            names = "--dry-run",
            description = "Plays a few rounds, prints the estimated core-hours of the sweep, and runs nothing.")
    private boolean dryRun;

    /** @throws WeirException if the options do not fit together */
    void check() {
        if (workers < 1 || workers > 1_024) {
            throw WeirException.usage("--workers " + workers + " must be positive", "Omit it, or give 1 or more.");
        }
        if (engine.equals(LOCAL_NAME) && (master != null || shared != null)) {
            throw WeirException.usage(
                    "--master and --shared name a cluster, and --engine is local",
                    "Give --engine spark, or omit them.");
        }
    }

    boolean isDryRun() {
        return dryRun;
    }

    /** Number of threads of this process. */
    int workers() {
        return workers;
    }

    /**
     * Creates the engine, which the caller closes.
     *
     * @param data directory {@code data} of the home
     * @param local creates instances on this machine
     * @throws WeirException if there is no such engine, or it cannot connect
     */
    SweepEngine create(BacktestPlan plan, PackagedStrategy jar, Assembly assembly, Path data, StrategyFactory local) {
        if (engine.equals(LOCAL_NAME)) {
            return new LocalEngine(workers, local.groupSize(), new TrialRunner(plan, local));
        }
        ClusterEngine cluster = cluster();
        return cluster.connect(
                new ClusterEngine.Job(plan, jar, ClusterPlugins.of(jar, data), assembly.systemBundles()), settings());
    }

    /** The command line for the cluster's own tools that runs the same sweep; empty for the local engine. */
    Optional<String> submitCommand(CommandLine command) {
        if (engine.equals(LOCAL_NAME)) {
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>(List.of(command.getCommandName()));
        command.getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--dry-run") && !argument.equals(command.getCommandName()))
                .forEach(arguments::add);
        return Optional.of(cluster().submitCommand(arguments, settings()));
    }

    private ClusterEngine.Settings settings() {
        return new ClusterEngine.Settings(Optional.ofNullable(master), Optional.ofNullable(shared));
    }

    private ClusterEngine cluster() {
        return ClusterEngine.find(engine)
                .orElseThrow(() -> engine.equals("spark")
                        ? WeirException.usage(
                                "--engine spark is not installed: it is not part of the release",
                                "Build it with `mvn -Pspark -DskipTests package` and copy runtime/spark/target/spark to"
                                        + " lib/spark of the installation; see docs/cluster.md.")
                        : WeirException.usage("--engine " + engine + " is not an engine", "Give local or spark."));
    }
}
